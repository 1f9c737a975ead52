/** The simulated Salesforce as a test changes it: over HTTP, the way an admin of it would. */
import type { APIRequestContext } from '@playwright/test';
import { control, type Fault } from './control.ts';
import { salesforceUrl } from './world.ts';

/** What a test may have changed, as it was. */
const usual = {
  app: { installed: true },
  oauth: { neverHeal: false, ipRestricted: false },
};

export class Salesforce {
  readonly addFault = (fault: Fault) => this.control('POST', 'faults', fault);
  readonly changeOAuth = (change: Partial<(typeof usual)['oauth']>) => this.control('POST', 'oauth', change);
  readonly changeApp = (change: Partial<(typeof usual)['app']>) => this.control('POST', 'app', change);
  /** Every session is over; renewing heals. */
  readonly expireSessions = () => this.control('POST', 'tokens/expire');
  /** Every consent is gone, as after an admin revoked the app. */
  readonly revokeConsents = () => this.control('POST', 'tokens/revoke', {});

  /** How many consents there are. */
  async consents(): Promise<number> {
    return (await this.control<{ grants: number }>('GET', 'state')).grants;
  }

  readonly createContact = (contact: Record<string, unknown>) => this.world<string>('create', 'Contact', contact);

  /** The tasks about a contact or lead. */
  async tasksOf(recordId: string): Promise<Record<string, unknown>[]> {
    const tasks = await this.world<Record<string, unknown>[]>('records', 'Task');
    return tasks.filter(({ WhoId }) => WhoId === recordId);
  }

  async reset() {
    await this.control('DELETE', 'faults');
    await this.changeOAuth(usual.oauth);
    await this.changeApp(usual.app);
  }

  private world<T>(verb: string, ...args: unknown[]) {
    return this.control<T>('POST', `world/${verb}`, { args });
  }

  private control<T>(method: string, path: string, body?: unknown) {
    return control<T>(salesforceUrl(), method, path, body);
  }
}

/**
 * Begins a login as whoever `api` is signed in as, and consents at Salesforce as its first user. Answers the address to
 * which Salesforce sends the browser back.
 */
export async function consentOf(api: APIRequestContext): Promise<string> {
  const where = { login: 'custom', address: salesforceUrl() };
  const started = await api.post('/api/salesforce-connections/logins', { data: where });
  const { authorizeUrl } = await started.json();
  const form = new URLSearchParams(new URL(authorizeUrl).searchParams);
  form.set('decision', 'allow');
  const url = `${salesforceUrl()}/services/oauth2/authorize`;
  const response = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  return response.headers.get('location') ?? '';
}
