'use client';

import Link from 'next/link';
import { DeliveryBadge } from '@/components/deliveries/delivery-badge';
import { personHref } from '@/components/people/queries';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { clockLength } from '@/components/ui/format-time';
import { ShortTime } from '@/components/ui/short-time';
import { pageEdges, Table, TableBody, TableCell, TableHeader, TableRow, TableTitles } from '@/components/ui/table';
import type { CallView } from '@/lib/calls/contract';
import { statusTitles } from './words';

type CallsTableProps = {
  calls: CallView[];
  /** Whose calls they are is said where they are not all one's own. */
  showsSellers: boolean;
  onOpen(call: CallView): void;
};

/** Calls, newest first; the time opens one. */
export function CallsTable({ calls, showsSellers, onOpen }: CallsTableProps) {
  const titles = ['Called at', 'Person', 'Outcome and reason', 'Duration', 'Notes', 'Number', 'Deliveries'];
  return (
    <Table aria-label="Calls" tabIndex={0} className={pageEdges}>
      <TableTitles titles={showsSellers ? [...titles, 'Seller'] : titles} />
      <TableBody>
        {calls.map((call) => (
          <TableRow key={call.id} className="tabular-nums">
            <TableHeader scope="row" className="font-normal text-fg">
              <Button
                variant="ghost"
                size="sm"
                className="-ml-2.5 text-fg"
                aria-haspopup="dialog"
                data-row
                onClick={() => onOpen(call)}
              >
                <ShortTime value={call.occurredAt} />
                <span className="sr-only">, with {call.person.name}</span>
              </Button>
            </TableHeader>
            <TableCell className="wrap-anywhere min-w-32">
              <Link href={personHref(call.person)} className="line-clamp-2 font-medium hover:underline">
                {call.person.name}
              </Link>
              {call.person.company ? <span className="block text-muted text-xs">{call.person.company}</span> : null}
            </TableCell>
            <TableCell>
              <OutcomeBadge call={call} className="max-w-40" />
              {call.reason ? <span className="block text-muted text-xs">{call.reason}</span> : null}
            </TableCell>
            <TableCell>{call.durationSeconds === null ? '—' : clockLength(call.durationSeconds)}</TableCell>
            <TableCell className="wrap-anywhere min-w-40 max-w-96">
              <span className="line-clamp-2">{call.notes ?? '—'}</span>
            </TableCell>
            <TableCell className="whitespace-nowrap">{call.phoneNumber ?? '—'}</TableCell>
            <TableCell>
              <DeliveryBadge salesActivityId={call.id} />
            </TableCell>
            {showsSellers ? <TableCell className="wrap-anywhere min-w-20">{call.seller.name}</TableCell> : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** What the call came to: the outcome, else the status, in the colour of answered or not. */
export function OutcomeBadge({ call, className }: { call: CallView; className?: string }) {
  const text = call.outcome ?? statusTitles[call.status];
  const title = `${text}: ${call.answered ? 'answered' : 'not answered'}`;
  return (
    <Badge tone={call.answered ? 'good' : 'neutral'} title={title} className={className}>
      <span className="truncate">{text}</span>
    </Badge>
  );
}
