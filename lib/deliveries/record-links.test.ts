import { describe, expect, it } from 'vitest';
import { marketoLink, type Places, salesforceLink } from './record-links';

const connection = { userId: 'ann', purpose: 'seller', orgId: 'o1', state: 'active' } as const;
const taskId = '00T5g00000AbCdEAAV';

function places(given: Partial<Places> & Partial<Places['standing']> = {}): Places {
  const { connections = [], orgs = [], marketo = null, salesforce = null } = given;
  return { marketo, salesforce, standing: { connections, orgs, deactivated: [] } };
}
const org = (instanceUrl: string) => ({ orgId: instanceUrl, instanceUrl, isDescribed: true });
const href = (from: Places, id = taskId) => salesforceLink(from, 'ann', id).href;

describe('a record of Salesforce', () => {
  it('opens in the org of the seller, else of the integration, else in the only org, else where an admin said', () => {
    const own = { ...connection, instanceUrl: 'https://own.example/' };
    const everybodys = { ...connection, purpose: 'integration', instanceUrl: 'https://integration.example' } as const;
    const salesforce = 'https://entered.example';
    const orgs = [org('https://only.example')];
    expect(href(places({ connections: [everybodys, own], orgs, salesforce }))).toBe(`https://own.example/${taskId}`);
    expect(href(places({ connections: [everybodys], orgs, salesforce }))).toBe(`https://integration.example/${taskId}`);
    expect(href(places({ orgs, salesforce }))).toBe(`https://only.example/${taskId}`);
    expect(href(places({ orgs: [...orgs, org('https://b.example')], salesforce }))).toBe(
      `https://entered.example/${taskId}`,
    );
    expect(href(places())).toBeNull();
  });

  it.each(['../../evil', 'javascript:alert(1)', '00T', `${taskId}/x`, ''])('leads nowhere by “%s”', (id) => {
    const link = salesforceLink(places({ salesforce: 'https://a.example' }), 'ann', id);
    expect(link).toEqual({ id, href: null });
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'nonsense'])('is not looked for at “%s”', (salesforce) => {
    expect(href(places({ salesforce }))).toBeNull();
  });
});

describe('an activity in Marketo', () => {
  it('opens at its person', () => {
    expect(marketoLink(places({ marketo: 'https://app.example/' }), 7, 'guid-1')).toEqual({
      id: 'guid-1',
      href: 'https://app.example/leadDatabase/loadLeadDetail?leadId=7',
    });
    expect(marketoLink(places(), 7)).toEqual({ id: '7', href: null });
    expect(marketoLink(places({ marketo: 'javascript:alert(1)//' }), 7).href).toBeNull();
  });
});
