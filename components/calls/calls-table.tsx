'use client';

import Link from 'next/link';
import { DeliveryBadge } from '@/components/deliveries/delivery-badge';
import { personHref } from '@/components/people/queries';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { clockLength } from '@/components/ui/format-time';
import { ShortTime } from '@/components/ui/short-time';
import { Table, TableBody, TableCell, TableHeader, TableRow, TableTitles } from '@/components/ui/table';
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
  const titles = ['Called at', 'Person', 'Outcome', 'Duration', 'Notes', 'Number', 'Reason', 'Deliveries'];
  return (
    <Table aria-label="Calls" tabIndex={0}>
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
              </Button>
            </TableHeader>
            <TableCell className="min-w-40">
              <Link href={personHref(call.person)} className="font-medium hover:underline">
                {call.person.name}
              </Link>
              {call.person.company ? <span className="block text-muted text-xs">{call.person.company}</span> : null}
            </TableCell>
            <TableCell>
              <OutcomeBadge call={call} />
            </TableCell>
            <TableCell>{call.durationSeconds === null ? '—' : clockLength(call.durationSeconds)}</TableCell>
            <TableCell className="max-w-96 min-w-48">
              <span className="line-clamp-2">{call.notes ?? '—'}</span>
            </TableCell>
            <TableCell className="whitespace-nowrap">{call.phoneNumber ?? '—'}</TableCell>
            <TableCell>{call.reason ?? '—'}</TableCell>
            <TableCell>
              <DeliveryBadge salesActivityId={call.id} />
            </TableCell>
            {showsSellers ? <TableCell className="whitespace-nowrap">{call.seller.name}</TableCell> : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** What the call came to: the outcome, else the status, in the colour of answered or not. */
export function OutcomeBadge({ call }: { call: CallView }) {
  return (
    <Badge tone={call.answered ? 'good' : 'neutral'} title={call.answered ? 'Answered' : 'Not answered'}>
      {call.outcome ?? statusTitles[call.status]}
    </Badge>
  );
}
