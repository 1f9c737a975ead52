'use client';

import { useProblem } from '@/components/diagnostics/queries';
import { ChosenFilter } from './chosen-filter';

/** Keeps the log to what one problem of Diagnostics stops. */
export function ProblemFilter({ id, onRemove }: { id: string; onRemove(): void }) {
  const { data, error } = useProblem(id, undefined);
  const name = data?.pages[0]?.problem.cause.title ?? (error ? 'one that stops nothing here' : '…');
  return <ChosenFilter label="Problem" name={name} onRemove={onRemove} />;
}
