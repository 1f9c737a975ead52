import type { ReactNode } from 'react';
import { shortTime } from '@/components/ui/format-time';
import { RelativeTime } from '@/components/ui/relative-time';
import type { PersonView } from '@/lib/people/contract';
import { displayName, type PersonSort, personFieldTitles } from '@/lib/people/model';

export const columnIds = [
  'name',
  'title',
  'company',
  'email',
  'phone',
  'owner',
  'source',
  'updatedAt',
  'createdAt',
  'syncedAt',
  'linkedinUrl',
  'marketoId',
  'sfdcContactId',
  'sfdcLeadId',
  'sfdcAccountId',
  'sfdcOpportunityId',
] as const;
export type ColumnId = (typeof columnIds)[number];

export type Column = {
  id: ColumnId;
  title: string;
  /** The sort this column stands for; absent when the list cannot be sorted by it. */
  sort?: PersonSort;
  widthPx: number;
  /** What is shown and what "copy" takes. */
  text(person: PersonView): string;
  /** Drawn instead of the text. */
  cell?(person: PersonView): ReactNode;
};

const when = (value: string | null) => (value ? shortTime(new Date(value)) : '');

const columnList: Column[] = [
  { id: 'name', title: 'Name', sort: 'name', widthPx: 220, text: displayName },
  { id: 'title', title: personFieldTitles.title, sort: 'title', widthPx: 190, text: (p) => p.title ?? '' },
  { id: 'company', title: personFieldTitles.company, sort: 'company', widthPx: 180, text: (p) => p.company ?? '' },
  { id: 'email', title: personFieldTitles.email, sort: 'email', widthPx: 230, text: (p) => p.email ?? '' },
  { id: 'phone', title: personFieldTitles.phone, widthPx: 140, text: (p) => p.phone ?? '' },
  { id: 'owner', title: 'Owner', widthPx: 140, text: (p) => p.owner.name ?? p.owner.sfdcId ?? '' },
  { id: 'source', title: personFieldTitles.source, sort: 'source', widthPx: 130, text: (p) => p.source ?? '' },
  {
    id: 'updatedAt',
    title: 'Changed',
    sort: 'updatedAt',
    widthPx: 120,
    text: (p) => when(p.updatedAt),
    cell: (p) => <RelativeTime value={p.updatedAt} fallback="" />,
  },
  { id: 'createdAt', title: 'Created', widthPx: 160, text: (p) => when(p.createdAt) },
  {
    id: 'syncedAt',
    title: 'Last read',
    widthPx: 120,
    text: (p) => when(p.syncedAt),
    cell: (p) => <RelativeTime value={p.syncedAt} />,
  },
  { id: 'linkedinUrl', title: personFieldTitles.linkedinUrl, widthPx: 220, text: (p) => p.linkedinUrl ?? '' },
  { id: 'marketoId', title: personFieldTitles.marketoId, widthPx: 110, text: (p) => String(p.marketoId) },
  { id: 'sfdcContactId', title: personFieldTitles.sfdcContactId, widthPx: 180, text: (p) => p.sfdcContactId ?? '' },
  { id: 'sfdcLeadId', title: personFieldTitles.sfdcLeadId, widthPx: 180, text: (p) => p.sfdcLeadId ?? '' },
  { id: 'sfdcAccountId', title: personFieldTitles.sfdcAccountId, widthPx: 180, text: (p) => p.sfdcAccountId ?? '' },
  {
    id: 'sfdcOpportunityId',
    title: personFieldTitles.sfdcOpportunityId,
    widthPx: 200,
    text: (p) => p.sfdcOpportunityId ?? '',
  },
];

export const columns = Object.fromEntries(columnList.map((column) => [column.id, column])) as Record<ColumnId, Column>;

/** The columns shown until somebody chooses; the name is always among them. */
export const usualColumns: ColumnId[] = ['name', 'title', 'company', 'email', 'phone', 'owner', 'source', 'updatedAt'];
