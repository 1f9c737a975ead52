/** Keeps a simulated Salesforce in step with what happens to people in the Marketo beside it: new ones, new owners. */
import type { MarketoSimulator } from '@/simulators/marketo/index';
import type { LeadValue } from '@/simulators/marketo/store/state';
import type { SalesforceSimulator } from '@/simulators/salesforce/index';
import { type CrmPerson, crmPersonFrom } from '@/simulators/salesforce/seed/crm-people';

type Marketo = Pick<MarketoSimulator, 'world'>;
type Salesforce = Pick<SalesforceSimulator, 'world'>;

/** Looks every `everyMs`, and less often in worlds that take long to look through. */
export function keepSamePeople(marketo: Marketo, salesforce: Salesforce, everyMs: number): { stop(): void } {
  let timer: NodeJS.Timeout;
  const later = (ms: number) => {
    timer = setTimeout(look, ms);
  };
  const look = () => {
    const startedMs = performance.now();
    bringPeople(marketo, salesforce);
    later(Math.max(everyMs, (performance.now() - startedMs) * 50));
  };
  later(everyMs);
  return { stop: () => clearTimeout(timer) };
}

/** Those whom Salesforce does not know, or knows as leads only, or under another owner. Nobody is removed. */
export function bringPeople(marketo: Marketo, salesforce: Salesforce): void {
  for (const id of marketo.world.leadIds()) {
    const view = marketo.world.lead(id);
    if (!view?.sfdcLeadId && !view?.sfdcContactId) continue;
    const values = Object.fromEntries(Object.entries(view).filter(hasValue));
    const person = crmPersonFrom(values, { createdAtMs: view.createdAt.getTime(), roles: [] });
    if (person) bring(salesforce, person);
  }
}

function bring({ world }: Salesforce, person: CrmPerson): void {
  const id = person.contactId ?? person.leadId ?? '';
  const known = world.record(id);
  if (!known) {
    const lead = person.leadId ? world.record(person.leadId) : null;
    const converts = person.contactId !== null && lead !== null && lead.IsConverted !== true && lead.IsDeleted !== true;
    world.loadPeople([converts ? { ...person, leadId: null } : person]);
    if (converts && person.leadId && person.contactId)
      world.convertLead(person.leadId, { contactId: person.contactId, accountId: person.accountId ?? undefined });
    return;
  }
  const owner = person.ownerId;
  const changed = owner !== null && known.OwnerId !== owner && world.record(owner) !== null;
  const writable = known.IsDeleted !== true && known.IsConverted !== true;
  // A contact belongs to a user; queues own leads only.
  if (changed && writable && (person.contactId === null || owner.startsWith('005'))) world.edit(id, { OwnerId: owner });
}

function hasValue(entry: [string, unknown]): entry is [string, LeadValue] {
  return ['string', 'number', 'boolean'].includes(typeof entry[1]);
}
