import { Badge } from '@/components/ui/badge';
import { lengthText } from '@/components/ui/format-time';
import type { RunView } from '@/lib/sync/contract';
import { outcomeWords, skippedWords } from './words';

/** How a run ended, or that it has not. */
export function OutcomeBadge({ outcome }: Pick<RunView, 'outcome'>) {
  if (!outcome) return <Badge tone="info">Running</Badge>;
  const { tone, title } = outcomeWords[outcome];
  return <Badge tone={tone}>{title}</Badge>;
}

/** How many records were left out, by reason. */
export function Skipped({ skipped }: { skipped: RunView['counts']['skipped'] }) {
  const reasons = Object.entries(skipped).filter(([, count]) => count > 0);
  if (reasons.length === 0) return '—';
  return (
    <ul>
      {reasons.map(([reason, count]) => (
        <li key={reason}>
          {count.toLocaleString('en')} {skippedWords[reason] ?? reason}
        </li>
      ))}
    </ul>
  );
}

/** How long a run took; nothing while it goes on. */
export function tookText({ startedAt, finishedAt }: RunView) {
  return finishedAt ? lengthText((Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000) : '—';
}
