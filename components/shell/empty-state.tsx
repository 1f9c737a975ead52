import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type EmptyStateProps = {
  icon?: LucideIcon;
  /** What is empty, in a few words. */
  title: string;
  /** Why it is empty. */
  children?: ReactNode;
  /** What to do about it. */
  action?: ReactNode;
};

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-16 text-center">
      {Icon ? <Icon aria-hidden className="mb-1 size-6 text-faint" /> : null}
      <h2 className="font-semibold text-sm">{title}</h2>
      {children ? <div className="text-muted">{children}</div> : null}
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
