/** Where the records of a delivery open in the browser. Pure. */
import type { SalesforceStanding } from '@/db/queries/salesforce-standing';
import { carrierOf } from '../salesforce-connections/model';
import { marketoRecordUrl } from '../settings/web-url';

export type RecordLink = { id: string; href: string | null };

export type Places = {
  /** Null where the web address of Marketo is not known. */
  marketo: string | null;
  /** As an admin entered it; used where no connection tells. */
  salesforce: string | null;
  standing: SalesforceStanding;
};

/** A record of Salesforce in the org that the seller's activities go to. */
export function salesforceLink(places: Places, userId: string, id: string): RecordLink {
  const base = safeBase(instanceUrlOf(places, userId));
  // What a provider calls an id, and is none, must not lead anywhere.
  const isId = /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(id);
  return { id, href: base && isId ? `${base}/${id}` : null };
}

/** The person's page in Marketo; an activity has none of its own there. */
export function marketoLink(places: Places, marketoId: number, id = String(marketoId)): RecordLink {
  return { id, href: marketoRecordUrl(safeBase(places.marketo), marketoId) };
}

function instanceUrlOf({ standing: { connections, orgs }, salesforce }: Places, userId: string): string | null {
  const used = carrierOf(connections, userId);
  const [org, another] = orgs;
  const onlyOrg = org && !another ? org.instanceUrl : null;
  return used?.instanceUrl ?? onlyOrg ?? salesforce;
}

/** Without a slash at the end; null for what is no web address. */
function safeBase(url: string | null): string | null {
  return url !== null && /^https?:\/\/\S+$/i.test(url) ? url.replace(/\/+$/, '') : null;
}
