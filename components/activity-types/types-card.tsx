'use client';

import { Badge } from '@/components/ui/badge';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { Select } from '@/components/ui/select';
import { Table, TableBody, TableCell, TableHeader, TableRow, TableTitles } from '@/components/ui/table';
import type { ActivityTypesView, ActivityTypeView } from '@/lib/activity-types/contract';
import { type TypeLayout, typeLayouts } from '@/lib/activity-types/model';
import { salesActivityTitles } from '@/lib/sales-activities/model';
import { layoutTitles, stateWords, typesOf } from './words';

type TypesCardProps = { view: ActivityTypesView; layout: TypeLayout; onLayout(layout: TypeLayout): void };

/** The types of a layout beside what the instance has of them. */
export function TypesCard({ view, layout, onLayout }: TypesCardProps) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Types</CardTitle>
        <Select
          aria-label="Show"
          className="w-64"
          value={layout}
          onChange={(event) => onLayout(typeLayouts.find((one) => one === event.target.value) ?? view.layout)}
        >
          {typeLayouts.map((one) => (
            <option key={one} value={one}>
              {layoutTitles[one]}
              {one === view.layout ? ' (used)' : ''}
            </option>
          ))}
        </Select>
      </CardHeader>
      <Table aria-label="Activity types" tabIndex={0}>
        <TableTitles titles={['Activity type', 'In Marketo', 'Takes', 'Filter', 'Trigger', 'Attributes']} />
        <TableBody>
          {typesOf(view, layout).map((type) => (
            <TypeRow key={type.apiName} type={type} />
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function TypeRow({ type }: { type: ActivityTypeView }) {
  const { name, apiName, state, kinds, filterName, triggerName, primaryAttribute, attributes, missingAttributes } =
    type;
  const { tone, title } = stateWords[state];
  return (
    <TableRow className="align-top [&>td]:align-top">
      <TableHeader scope="row" className="whitespace-normal py-1.5 text-fg">
        {name}
        <code className="block font-mono font-normal text-muted text-xs">{apiName}</code>
      </TableHeader>
      <TableCell>
        <Badge tone={tone}>{title}</Badge>
        {missingAttributes.length > 0 ? (
          <span className="block min-w-40 text-muted text-xs">{missingAttributes.join(', ')}</span>
        ) : null}
      </TableCell>
      <TableCell className="min-w-32">{kinds.map((kind) => salesActivityTitles[kind]).join(', ')}</TableCell>
      <TableCell className="min-w-36">{filterName}</TableCell>
      <TableCell className="min-w-36">{triggerName}</TableCell>
      <TableCell className="min-w-56">
        <details>
          <summary className="cursor-pointer">
            {primaryAttribute.name} and {attributes.length} more
          </summary>
          <p className="mt-1 text-muted text-xs">{attributes.map((attribute) => attribute.name).join(', ')}</p>
        </details>
      </TableCell>
    </TableRow>
  );
}
