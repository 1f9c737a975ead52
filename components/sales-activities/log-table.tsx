import Link from 'next/link';
import { DeliveryBadge } from '@/components/deliveries/delivery-badge';
import { cn } from '@/components/ui/class-names';
import { ShortTime } from '@/components/ui/short-time';
import { pageEdges, Table, TableBody, TableCell, TableHeader, TableRow, TableTitles } from '@/components/ui/table';
import type { SalesActivityLine } from '@/lib/deliveries/contract';
import { salesActivityTitles } from '@/lib/sales-activities/model';

type LogTableProps = { lines: SalesActivityLine[]; isAdmin: boolean; onOpen(id: string): void };

/** Sales activities, newest first, with where each was delivered; the badges open the passport. */
export function LogTable({ lines, isAdmin, onOpen }: LogTableProps) {
  const titles = ['When', 'What', 'Person', ...(isAdmin ? ['Seller'] : []), 'Delivered'];
  return (
    <Table aria-label="Sales activities" tabIndex={0} stacks className={cn('max-md:px-4', pageEdges)}>
      <TableTitles titles={titles} />
      <TableBody>
        {lines.map((line) => (
          <TableRow key={line.id}>
            <TableCell className="whitespace-nowrap tabular-nums">
              <ShortTime value={line.occurredAt} />
            </TableCell>
            <TableHeader
              scope="row"
              className="min-w-44 max-w-96 whitespace-normal font-normal text-fg max-md:order-first max-md:max-w-full max-md:basis-full"
            >
              <span className="font-medium">{salesActivityTitles[line.kind]}</span>
              {line.subject ? <bdi className="block truncate text-muted">{line.subject}</bdi> : null}
            </TableHeader>
            <TableCell className="wrap-anywhere min-w-32 max-w-72">
              <Link href={`/people/${line.person.marketoId}`} className="line-clamp-2 text-accent-fg underline">
                <bdi>{line.person.name}</bdi>
              </Link>
            </TableCell>
            {isAdmin ? <TableCell className="wrap-anywhere min-w-28">{line.seller.name}</TableCell> : null}
            <TableCell className="min-w-64 max-md:basis-full">
              <DeliveryBadge
                salesActivityId={line.id}
                deliveries={line.deliveries}
                onOpen={() => onOpen(line.id)}
                opensRow
              />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
