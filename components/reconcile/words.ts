import { peopleText } from '@/components/people/count-text';
import type { ReconciliationView } from '@/lib/reconcile/contract';
import { type DriftKind, driftCount, type ReconciliationState } from '@/lib/reconcile/model';

type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

export const kindWords: Record<DriftKind, { title: string; sentence: string }> = {
  missing: { title: 'Missing here', sentence: 'has a sales owner in Marketo and is not in the list' },
  extra: { title: 'Extra here', sentence: 'is in the list and has no sales owner in Marketo' },
  different: { title: 'Different', sentence: 'is in both, with other values' },
};

export const stateWords: Record<ReconciliationState, { tone: Tone; title: string }> = {
  comparing: { tone: 'info', title: 'Comparing' },
  confirming: { tone: 'info', title: 'Looking again' },
  done: { tone: 'good', title: 'Done' },
  stopped: { tone: 'neutral', title: 'Stopped' },
};

/** The badge of a comparison: how far it is, or what it found. */
export function verdictOf(run: ReconciliationView): { tone: Tone; title: string } {
  if (run.state !== 'done') return stateWords[run.state];
  const drift = driftCount(run);
  if (drift === 0) return { tone: 'good', title: 'No drift' };
  return { tone: 'warn', title: `${peopleText(drift)} drifted` };
}

/** What was compared, in words. */
export function extentText(run: ReconciliationView): string {
  return run.kind === 'full' ? 'All IDs' : `One range in ${run.ofShares}`;
}
