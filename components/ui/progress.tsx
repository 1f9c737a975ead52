import { cn } from './class-names';

type ProgressProps = {
  label: string;
  value: number;
  /** Null while the end is not known: the bar moves without a share. */
  max: number | null;
  className?: string;
};

export function Progress({ label, value, max, className }: ProgressProps) {
  const share = max ? Math.min(1, Math.max(0, value / max)) : null;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max ?? undefined}
      aria-valuenow={share === null ? undefined : Math.min(value, max ?? value)}
      className={cn('h-2 w-full overflow-hidden rounded-full bg-hover forced-colors:border', className)}
    >
      <div
        className={cn(
          'h-full rounded-full bg-accent transition-[width] forced-colors:bg-[Highlight]',
          share === null && 'w-1/3 animate-pulse',
        )}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}
