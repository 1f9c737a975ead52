import { ArrowRight } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { lengthText } from '@/components/ui/format-time';
import { ShortTime } from '@/components/ui/short-time';
import type { PassportEntry as Entry } from '@/lib/passport/contract';
import { watchedFieldTitles } from '@/lib/people/model';
import { kindLooks, reasonWords, sourceWords } from './words';

/** One thing that happened: when in Marketo and here, what told us, and old and new values. */
export function PassportEntry({ entry }: { entry: Entry }) {
  const { tone, title } = kindLooks[entry.kind];
  return (
    <li className="relative grid gap-1.5 border-l-2 pb-5 pl-4 last:pb-1">
      <span aria-hidden className="absolute top-1.5 -left-[5px] size-2 rounded-full bg-accent" />
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={tone}>{title}</Badge>
        <ShortTime value={entry.happenedAt ?? entry.notedAt} />
      </p>
      {entry.reason ? <p>{reasonWords[entry.reason] ?? entry.reason}</p> : null}
      {entry.changes.length > 0 ? (
        <dl className="grid gap-1.5">
          {entry.changes.map((change) => (
            <div key={change.field}>
              <dt className="text-muted text-xs">{watchedFieldTitles[change.field]}</dt>
              <dd className="flex flex-wrap items-center gap-1.5 break-all">
                <Value value={change.from} word="before" />
                <ArrowRight aria-hidden className="size-3.5 shrink-0 text-faint" />
                <Value value={change.to} word="now" />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      <p className="text-muted text-xs">
        {entry.marketoEvent ? `“${entry.marketoEvent}”, told by the ` : 'Told by the '}
        {sourceWords[entry.source]}. <Delay entry={entry} />
      </p>
    </li>
  );
}

function Value({ value, word }: { value: string | null; word: 'before' | 'now' }) {
  return (
    <span className={word === 'before' ? 'text-muted' : 'font-medium'}>
      <span className="sr-only">{word} </span>
      {value ?? <span className="font-normal text-faint">empty</span>}
    </span>
  );
}

function Delay({ entry: { happenedAt, notedAt } }: { entry: Entry }) {
  if (!happenedAt) {
    return (
      <>
        Read here <ShortTime value={notedAt} />; Marketo does not say when it happened.
      </>
    );
  }
  const seconds = (Date.parse(notedAt) - Date.parse(happenedAt)) / 1_000;
  return (
    <>
      In Marketo <ShortTime value={happenedAt} />, read here {seconds < 1 ? 'at once' : `${lengthText(seconds)} later`}.
    </>
  );
}
