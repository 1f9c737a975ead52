import type { ReactNode } from 'react';
import { cn } from '@/components/ui/class-names';
import { RelativeTime } from '@/components/ui/relative-time';

type PageHeaderProps = {
  title: ReactNode;
  /** How much there is, in words: "5,000 people". */
  count?: ReactNode;
  /** ISO moment the shown data is current as of. */
  asOf?: string | null;
  /** A link to the page above. */
  back?: ReactNode;
  actions?: ReactNode;
  className?: string;
};

export function PageHeader({ title, count, asOf, back, actions, className }: PageHeaderProps) {
  return (
    <header
      className={cn('flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2', className)}
    >
      {back}
      <h1 className="font-semibold text-[0.9375rem]">{title}</h1>
      {count ? <span className="text-muted tabular-nums">{count}</span> : null}
      {asOf ? (
        <span className="text-faint text-xs">
          as of <RelativeTime value={asOf} />
        </span>
      ) : null}
      {actions ? <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
