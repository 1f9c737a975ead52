import { stateTitles } from '@/components/deliveries/words';
import { csvFrom } from '@/components/ui/csv';
import type { SalesActivityLine } from '@/lib/deliveries/contract';
import { destinations, destinationTitles, salesActivityTitles } from '@/lib/sales-activities/model';

const titles = [
  'When (UTC)',
  'Person',
  'Marketo ID',
  'What',
  'About',
  'Seller',
  ...destinations.flatMap((destination) => [destinationTitles[destination], `${destinationTitles[destination]}: next`]),
];

/** What was done, where it was delivered, and what happens next, with a header line. */
export function csvFromLog(lines: SalesActivityLine[]): string {
  return csvFrom([titles, ...lines.map(rowOf)]);
}

function rowOf(line: SalesActivityLine): (string | number | null)[] {
  const { occurredAt, person, kind, subject, seller, deliveries } = line;
  const standing = destinations.flatMap((destination) => {
    const brief = deliveries.find((one) => one.destination === destination);
    return brief ? [stateTitles[brief.state], brief.next] : [null, null];
  });
  return [occurredAt, person.name, person.marketoId, salesActivityTitles[kind], subject, seller.name, ...standing];
}
