'use client';

import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { Select } from '@/components/ui/select';
import { Table, TableBody, TableCell, TableHeader, TableRow, TableTitles } from '@/components/ui/table';
import { type PersonField, personFields, personFieldTitles } from '@/lib/people/model';
import type { MarketoSettings } from '@/lib/settings/contract';
import { type MappedField, type MappingSource, type MarketoField, marketoFields } from '@/lib/settings/model';

type FieldMappingTableProps = {
  settings: MarketoSettings;
  choices: Partial<Record<MarketoField, string>>;
  onChoose(field: MarketoField, marketoName: string): void;
};

const sourceBadges: Record<MappingSource, { tone: 'good' | 'info' | 'warn'; text: string }> = {
  exact: { tone: 'good', text: 'Found by name' },
  'case-insensitive': { tone: 'good', text: 'Found by name' },
  'display-name': { tone: 'good', text: 'Found by label' },
  chosen: { tone: 'info', text: 'Chosen' },
  missing: { tone: 'warn', text: 'Missing' },
};

const ownerTitles = { ownerId: 'Owner’s Salesforce ID', ownerName: 'Owner’s name' };

/** Where each of the 13 fields and the owner come from; a missing one can be pointed at another Marketo field. */
export function FieldMappingTable({ settings, choices, onChoose }: FieldMappingTableProps) {
  const missing = settings.fieldMapping.filter((mapped) => mapped.source === 'missing').length;
  const cells = (field: MarketoField) => (
    <MappedCells
      mapped={settings.fieldMapping.find((mapped) => mapped.field === field)}
      choice={choices[field]}
      available={settings.availableFields}
      label={field in ownerTitles ? ownerTitles[field as 'ownerId'] : personFieldTitles[field as PersonField]}
      onChoose={(name) => onChoose(field, name)}
    />
  );
  return (
    <Card>
      <CardHeader>
        <CardTitle>Fields</CardTitle>
        <span className="text-muted">{missing === 0 ? 'All found' : `${missing} missing`}</span>
      </CardHeader>
      <Table aria-label="Where each field comes from" tabIndex={0}>
        <TableTitles titles={['Field', 'In Marketo', 'State']} />
        <TableBody>
          {personFields.map((field) => (
            <MappingRow key={field} title={personFieldTitles[field]}>
              {field === 'marketoId' ? <FixedCells from="id" tone="good" state="The key" /> : null}
              {field === 'sfdcOpportunityId' ? <OpportunityCells readable={settings.readsOpportunities} /> : null}
              {isMarketoField(field) ? cells(field) : null}
            </MappingRow>
          ))}
          {(['ownerId', 'ownerName'] as const).map((field) => (
            <MappingRow key={field} title={ownerTitles[field]}>
              {cells(field)}
            </MappingRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function MappingRow({ title, children }: { title: string; children: ReactNode }) {
  return (
    <TableRow>
      <TableHeader scope="row" className="font-normal">
        {title}
      </TableHeader>
      {children}
    </TableRow>
  );
}

type MappedCellsProps = {
  mapped: MappedField | undefined;
  choice: string | undefined;
  available: MarketoSettings['availableFields'];
  label: string;
  onChoose(marketoName: string): void;
};

function MappedCells({ mapped, choice, available, label, onChoose }: MappedCellsProps) {
  const source = mapped?.source ?? 'missing';
  const { tone, text } = sourceBadges[source];
  if (source !== 'missing' && source !== 'chosen') {
    return <FixedCells from={mapped?.marketoName ?? '—'} label={mapped?.displayName} tone={tone} state={text} />;
  }
  return (
    <>
      <TableCell>
        <Select
          aria-label={`Marketo field for ${label}`}
          value={choice ?? mapped?.marketoName ?? ''}
          onChange={(event) => onChoose(event.target.value)}
          className="min-w-44"
        >
          <option value="">Not read</option>
          {available.map((field) => (
            <option key={field.name} value={field.name}>
              {field.displayName} ({field.name})
            </option>
          ))}
        </Select>
      </TableCell>
      <TableCell>
        {choice === undefined ? <Badge tone={tone}>{text}</Badge> : <Badge tone="info">Not saved yet</Badge>}
      </TableCell>
    </>
  );
}

function OpportunityCells({ readable }: { readable: boolean }) {
  if (readable) return <FixedCells from="opportunity roles" tone="good" state="From roles" />;
  return <FixedCells from="opportunity roles" tone="warn" state="Not permitted" />;
}

type FixedCellsProps = { from: string; label?: string | null; tone: 'good' | 'info' | 'warn'; state: string };

function FixedCells({ from, label, tone, state }: FixedCellsProps) {
  return (
    <>
      <TableCell>
        <code className="font-mono text-xs">{from}</code>
        {label ? <span className="ml-2 text-muted">{label}</span> : null}
      </TableCell>
      <TableCell>
        <Badge tone={tone}>{state}</Badge>
      </TableCell>
    </>
  );
}

function isMarketoField(field: PersonField): field is PersonField & MarketoField {
  return (marketoFields as readonly string[]).includes(field);
}
