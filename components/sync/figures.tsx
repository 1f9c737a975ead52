import type { ReactNode } from 'react';

/** Named numbers below one another. */
export function Figures({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)_auto] content-start gap-x-4 gap-y-1.5 tabular-nums">{children}</dl>
  );
}

export function Figure({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{title}</dt>
      <dd className="text-right font-medium">{children}</dd>
    </>
  );
}
