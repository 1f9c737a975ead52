import { cn } from './class-names';

/** A quiet placeholder; the text that says what is loading belongs to its surroundings. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('h-4 animate-pulse rounded bg-hover', className)} />;
}
