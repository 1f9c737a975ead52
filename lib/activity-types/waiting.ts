import { type SalesActivityKind, salesActivityTitles } from '../sales-activities/model';
import { definitionOf, deliverableKinds, type StandingTypes } from './model';

/** Why kinds that are to be delivered have to wait for their types, as a sentence; null when none of them has to. */
export function waitForTypes(standing: StandingTypes, kinds: SalesActivityKind[]): string | null {
  const can = deliverableKinds(standing);
  const waiting = kinds.filter((kind) => !can.includes(kind));
  if (waiting.length === 0) return null;
  const types = [...new Set(waiting.map((kind) => definitionOf(standing.layout, kind).name))];
  const what = waiting.map((kind) => `“${salesActivityTitles[kind]}”`).join(', ');
  const which = types.length === 1 ? `the activity type “${types[0]}” is` : `${types.length} activity types are`;
  return `${what} cannot be sent: in Marketo ${which} not ready. An admin makes ${types.length === 1 ? 'it' : 'them'} under Settings › Marketo activities.`;
}
