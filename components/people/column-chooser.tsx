'use client';

import { Columns3, Minus, Plus } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { CheckboxLine } from '@/components/ui/checkbox';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { columnIds, columns as columnsById } from './columns';
import { type ColumnsChoice, widthStepPx } from './use-columns';

export function ColumnChooser({ columns }: { columns: ColumnsChoice }) {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="sm">
          <Columns3 aria-hidden />
          Columns
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Columns" align="end" className="max-h-[70vh] overflow-y-auto">
        <ul className="grid gap-0.5">
          {columnIds.map((id) => {
            const shown = columns.shown.includes(id);
            const { title } = columnsById[id];
            return (
              <li key={id} className="flex min-h-7 items-center justify-between gap-2">
                <CheckboxLine checked={shown} disabled={id === 'name'} onChange={() => columns.toggle(id)}>
                  {title}
                </CheckboxLine>
                {shown ? (
                  <WidthButtons title={title} by={(step) => columns.resize(id, columns.widthOf(id) + step)} />
                ) : null}
              </li>
            );
          })}
        </ul>
        <Button size="sm" variant="ghost" className="mt-2" onClick={columns.reset}>
          Back to the usual columns
        </Button>
      </PopoverContent>
    </Popover>
  );
}

function WidthButtons({ title, by }: { title: string; by(stepPx: number): void }) {
  return (
    <span className="flex gap-1">
      <Button
        variant="ghost"
        size="icon"
        className="size-6"
        aria-label={`${title} narrower`}
        onClick={() => by(-widthStepPx)}
      >
        <Minus aria-hidden />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        className="size-6"
        aria-label={`${title} wider`}
        onClick={() => by(widthStepPx)}
      >
        <Plus aria-hidden />
      </Button>
    </span>
  );
}
