'use client';

import { Badge } from '@/components/ui/badge';
import { useOpenProblems } from './queries';
import { problemsText } from './words';

/** How many problems are open, beside the page in the menu; nothing while there are none. */
export function OpenProblems() {
  const { data } = useOpenProblems();
  if (!data || data.open === 0) return null;
  return (
    <Badge tone="warn" className="ml-auto tabular-nums">
      <span aria-hidden>{data.open.toLocaleString('en')}</span>
      <span className="sr-only">{problemsText(data.open)} open</span>
    </Badge>
  );
}
