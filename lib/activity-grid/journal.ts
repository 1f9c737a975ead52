/** Lines of the journal as rows of the grid, in the words that Marketo will return them in. Pure. */
import type { WaitingLine } from '@/db/queries/journal-lines';
import type { SalesActivityPayload } from '../sales-activities/model';
import type { ActivityView } from './contract';
import { type ActivityKind, type ShownSalesActivityKind, salesActivityTypeNames, standingInMarketo } from './model';

/** The kinds of sales activities that these tabs show; no tabs mean all of them. */
export function lineKindsOf(kinds: ActivityKind[] = []): ShownSalesActivityKind[] {
  const every = Object.keys(salesActivityTypeNames) as ShownSalesActivityKind[];
  return every.filter((kind) => kinds.length === 0 || kinds.includes(tabOf(kind)));
}

/** The tab that a line belongs to. */
export function tabOf(kind: ShownSalesActivityKind): ActivityKind {
  return kind === 'call' ? 'call' : 'email';
}

/** A line that Marketo has not returned, ready to show. */
export function viewFromLine({ id, kind, occurredAt, payload, state }: WaitingLine): ActivityView {
  const shown = kind as ShownSalesActivityKind;
  const attributes = attributesOf(payload);
  return {
    id,
    kind: tabOf(shown),
    type: salesActivityTypeNames[shown],
    occurredAt: occurredAt.toISOString(),
    title: attributes['Call Subject'] ?? attributes['Email Subject'] ?? 'Call',
    attributes,
    salesActivityId: id,
    standing: standingInMarketo(state),
  };
}

const titles: Partial<Record<KeysOfAll<SalesActivityPayload>, string>> = {
  outcome: 'Call Subject',
  status: 'Status',
  reason: 'Reason',
  notes: 'Notes',
  durationSeconds: 'Duration Seconds',
  phoneNumber: 'Phone Number',
  madeBy: 'Made By',
  answeredBy: 'Answered By',
  recordingUrl: 'Recording URL',
  emailSubject: 'Email Subject',
  sentBy: 'Sent By',
  receivedBy: 'Received By',
  templateName: 'Template Name',
  templateUrl: 'Template URL',
  link: 'Link',
  device: 'Device',
  isBot: 'Is Bot',
  email: 'Email',
  category: 'Category',
  details: 'Details',
  campaignName: 'Campaign Name',
  campaignUrl: 'Campaign URL',
  source: 'Source',
};
type KeysOfAll<T> = T extends T ? keyof T : never;

function attributesOf(payload: SalesActivityPayload): Record<string, string> {
  const values = payload as Partial<Record<KeysOfAll<SalesActivityPayload>, unknown>>;
  const named = Object.entries(titles).map(([name, title]) => [title, values[name as keyof typeof titles]] as const);
  return Object.fromEntries(
    named.flatMap(([title, value]) =>
      value === undefined || value === null || value === '' ? [] : [[title, String(value)]],
    ),
  );
}
