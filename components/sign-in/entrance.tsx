import type { ReactNode } from 'react';

type EntranceProps = { title: string; lead?: ReactNode; children: ReactNode };

/** The page around a form shown to somebody who is not signed in. */
export function Entrance({ title, lead, children }: EntranceProps) {
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <div className="w-full max-w-sm">
        <p className="mb-6 font-semibold text-accent-fg">Sales Actions</p>
        <h1 className="mb-1 font-semibold text-lg">{title}</h1>
        {lead ? <p className="mb-5 text-muted">{lead}</p> : <div className="mb-5" />}
        {children}
      </div>
    </main>
  );
}
