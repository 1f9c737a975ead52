'use client';

import { useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHeader, TableRow, TableTitles } from '@/components/ui/table';
import type { DeliverySwitchesView } from '@/lib/sales-activities/contract';
import {
  destinations,
  destinationTitles,
  salesActivityKinds,
  salesActivityTitles,
  switchKey,
} from '@/lib/sales-activities/model';
import { changesOf, type SwitchView } from './switch-changes';
import { SwitchDialog } from './switch-dialog';

const titles = ['Sales activity', ...destinations.map((destination) => destinationTitles[destination])];

/** One line per kind, one column per destination; nothing counts before it is confirmed. */
export function SwitchesForm({ switches }: DeliverySwitchesView) {
  const [wanted, setWanted] = useState<Record<string, boolean>>({});
  const changes = changesOf(switches, wanted);
  return (
    <div className="grid max-w-3xl gap-4">
      <p className="text-muted">
        Whatever sellers do is kept in the journal. What is switched on here is also delivered, from that moment on;
        nothing older is ever sent.
      </p>
      <Table aria-label="What is delivered where">
        <TableTitles titles={titles} />
        <TableBody>
          {salesActivityKinds.map((kind) => (
            <TableRow key={kind}>
              <TableHeader scope="row">{salesActivityTitles[kind]}</TableHeader>
              {switches
                .filter((one) => one.kind === kind)
                .map((one) => (
                  <TableCell key={one.destination}>
                    <SwitchCell
                      one={one}
                      checked={wanted[switchKey(one)] ?? one.onSince !== null}
                      onChange={(on) => setWanted((before) => ({ ...before, [switchKey(one)]: on }))}
                    />
                  </TableCell>
                ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <SwitchDialog changes={changes} onDone={() => setWanted({})} />
    </div>
  );
}

type SwitchCellProps = { one: SwitchView; checked: boolean; onChange(on: boolean): void };

function SwitchCell({ one, checked, onChange }: SwitchCellProps) {
  if (!one.offered) return <span className="text-faint text-xs">No place for it</span>;
  return (
    <span className="inline-flex min-h-6 items-center gap-2">
      <Checkbox
        aria-label={`${salesActivityTitles[one.kind]} to ${destinationTitles[one.destination]}`}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        className="size-6 p-1"
      />
      {one.onSince ? (
        <span className="text-muted text-xs">
          Switched on <RelativeTime value={one.onSince} />
        </span>
      ) : (
        <span className="text-muted text-xs">Off</span>
      )}
    </span>
  );
}
