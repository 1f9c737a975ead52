import type { ReactNode } from 'react';
import { attribute } from './attributes';
import { callDuration, callNotes, callRecordingUrl } from './call-facts';
import { CallOutcome, KindLabel, MailCount, MailSubject, Marked, ScoreChange, ShortMoment } from './cells';
import { scoreName, summaryOf } from './row-summary';
import type { GridRow, GridTab } from './rows';

export type Column = {
  key: string;
  title: string;
  /** A CSS grid track. */
  width: string;
  /** The track on a narrow screen, where it differs. */
  narrowWidth?: string;
  /** Left out on a narrow screen; the card of the row still shows it. */
  wideOnly?: boolean;
  cell: (row: GridRow) => ReactNode;
};

const date = (title = 'Date'): Column => ({
  key: 'date',
  title,
  width: '9rem',
  narrowWidth: '5.5rem',
  cell: (row) => <ShortMoment value={row.occurredAt} />,
});

const text = (key: string, title: string, width: string, ...names: string[]): Column => ({
  key,
  title,
  width,
  cell: ({ main }) => attribute(main.attributes, ...names) ?? '—',
});

export const columnsByTab: Record<GridTab, Column[]> = {
  all: [
    date('When'),
    {
      key: 'kind',
      title: 'Kind',
      width: '10.5rem',
      wideOnly: true,
      cell: ({ main }) => <KindLabel kind={main.kind} />,
    },
    {
      key: 'what',
      title: 'What',
      width: 'minmax(0, 2fr)',
      cell: ({ main }) => <Marked activity={main}>{summaryOf(main).what}</Marked>,
    },
    {
      key: 'details',
      title: 'Details',
      width: 'minmax(0, 3fr)',
      wideOnly: true,
      cell: ({ main }) => summaryOf(main).details,
    },
  ],
  email: [
    { key: 'subject', title: 'Subject', width: 'minmax(0, 2fr)', cell: (row) => <MailSubject row={row} /> },
    { key: 'open', title: 'Open', width: '3rem', cell: ({ mail }) => <MailCount count={mail?.opens} /> },
    { key: 'click', title: 'Click', width: '3rem', cell: ({ mail }) => <MailCount count={mail?.clicks} /> },
    {
      key: 'replied',
      title: 'Replied',
      width: '3.5rem',
      wideOnly: true,
      cell: ({ mail }) => <MailCount count={mail?.replies} />,
    },
    {
      key: 'sender',
      title: 'Sender',
      width: 'minmax(0, 1fr)',
      wideOnly: true,
      cell: ({ mail }) => mail?.sender ?? 'Marketo',
    },
    date(),
  ],
  call: [
    {
      key: 'name',
      title: 'Name',
      width: 'minmax(7rem, 2fr)',
      cell: ({ main }) => <Marked activity={main}>{main.title}</Marked>,
    },
    { key: 'outcome', title: 'Outcome', width: '8rem', cell: ({ main }) => <CallOutcome call={main} /> },
    {
      key: 'notes',
      title: 'Notes',
      width: 'minmax(0, 3fr)',
      wideOnly: true,
      cell: ({ main }) => callNotes(main.attributes) ?? '—',
    },
    date('Called at'),
    {
      key: 'duration',
      title: 'Duration',
      width: '5.5rem',
      wideOnly: true,
      cell: ({ main }) => callDuration(main.attributes) ?? '—',
    },
    {
      key: 'recording',
      title: 'Recording',
      width: '6rem',
      wideOnly: true,
      cell: ({ main }) => recordingOf(main.attributes),
    },
  ],
  'interesting-moment': [
    { ...text('type', 'Type', '9rem', 'Type', 'Interesting Moment Type'), wideOnly: true },
    {
      key: 'description',
      title: 'Description',
      width: 'minmax(0, 1fr)',
      cell: ({ main }) => attribute(main.attributes, 'Description') ?? main.title,
    },
    date(),
  ],
  web: [
    { key: 'page', title: 'Page', width: 'minmax(0, 3fr)', cell: ({ main }) => summaryOf(main).what },
    { ...text('referrer', 'Referrer', 'minmax(0, 2fr)', 'Referrer URL', 'Referrer'), wideOnly: true },
    date(),
  ],
  score: [
    { key: 'score', title: 'Score', width: 'minmax(0, 2fr)', cell: ({ main }) => scoreName(main) },
    { key: 'change', title: 'Change', width: '5rem', cell: ({ main }) => <ScoreChange attributes={main.attributes} /> },
    { ...text('new-value', 'New value', '6rem', 'New Value'), wideOnly: true },
    { ...text('reason', 'Reason', 'minmax(0, 3fr)', 'Reason'), wideOnly: true },
    date(),
  ],
};

function recordingOf(attributes: Record<string, string>) {
  const href = callRecordingUrl(attributes);
  if (!href) return '—';
  return (
    // The row is one tab stop; by keyboard the recording is reached in the row's card.
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      tabIndex={-1}
      className="text-accent-fg underline"
      onClick={(event) => event.stopPropagation()}
    >
      Listen
    </a>
  );
}
