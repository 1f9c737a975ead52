import { csvFrom } from '@/components/ui/csv';
import type { CallView } from '@/lib/calls/contract';

type Column = [title: string, value: (call: CallView) => string | number | null];

const columns: Column[] = [
  ['Called at (UTC)', (call) => call.occurredAt],
  ['Person', (call) => call.person.name],
  ['Company', (call) => call.person.company],
  ['Marketo ID', (call) => call.person.marketoId],
  ['Number', (call) => call.phoneNumber],
  ['Outcome', (call) => call.outcome],
  ['Answered', (call) => (call.answered ? 'yes' : 'no')],
  ['Reason', (call) => call.reason],
  ['Status', (call) => call.status],
  ['Seconds', (call) => call.durationSeconds],
  ['Notes', (call) => call.notes],
  ['Answered by', (call) => call.answeredBy],
  ['Recording', (call) => call.recordingUrl],
  ['Sales campaign', (call) => call.campaignName],
  ['Seller', (call) => call.seller.name],
];

/** Calls in full, under a line of titles. */
export function csvFromCalls(calls: CallView[]): string {
  return csvFrom([columns.map(([title]) => title), ...calls.map((call) => columns.map(([, value]) => value(call)))]);
}
