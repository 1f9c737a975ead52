import type { ReactNode } from 'react';

/** What went wrong with a whole form; announced when it appears. */
export function FormProblem({ children }: { children: ReactNode }) {
  return (
    <div role="alert">{children ? <p className="rounded-md bg-bad-bg px-3 py-2 text-bad-fg">{children}</p> : null}</div>
  );
}
