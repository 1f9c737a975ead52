import Link from 'next/link';
import { Table, TableBody, TableCell, TableHeader, TableRow, TableTitles } from '@/components/ui/table';
import { watchedFieldTitles } from '@/lib/people/model';
import type { DriftView } from '@/lib/reconcile/contract';
import { kindWords } from './words';

/** Some of the people who drifted: what is here, and what is in Marketo. */
export function SamplesTable({ samples, people }: { samples: DriftView[]; people: number }) {
  return (
    <>
      {samples.length < people ? <p className="px-4 pb-2 text-muted">The first {samples.length} of them:</p> : null}
      {/* In a box of its own height: the history below must stay in reach. */}
      <div className="max-h-96 overflow-y-auto">
        <Table aria-label="People who drifted" tabIndex={0}>
          <TableTitles titles={['Marketo ID', 'Kind', 'What', 'Here', 'In Marketo']} />
          <TableBody>
            {samples.map((sample) => (
              <SampleRows key={sample.marketoId} sample={sample} />
            ))}
          </TableBody>
        </Table>
      </div>
    </>
  );
}

function SampleRows({ sample }: { sample: DriftView }) {
  const { marketoId, kind, changes, reason } = sample;
  const first = (
    <>
      <TableHeader scope="row" className="font-normal text-fg tabular-nums">
        <Link href={`/people/${marketoId}`} className="underline underline-offset-2">
          {marketoId}
        </Link>
      </TableHeader>
      <TableCell className="whitespace-nowrap">{kindWords[kind].title}</TableCell>
    </>
  );
  if (changes.length === 0) {
    return (
      <TableRow>
        {first}
        <TableCell colSpan={3} className="text-muted">
          {reason}
        </TableCell>
      </TableRow>
    );
  }
  return changes.map(({ field, from, to }) => (
    <TableRow key={field}>
      {first}
      <TableCell className="whitespace-nowrap">{watchedFieldTitles[field]}</TableCell>
      <TableCell>{from ?? <span className="text-muted">empty</span>}</TableCell>
      <TableCell>{to ?? <span className="text-muted">empty</span>}</TableCell>
    </TableRow>
  ));
}
