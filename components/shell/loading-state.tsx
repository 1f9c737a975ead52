import { Skeleton } from '@/components/ui/skeleton';

type LoadingStateProps = { /** What is loading: "Loading people". */ label: string; rows?: number };

/** Appears only when loading takes longer than a blink, so fast answers do not flicker. */
export function LoadingState({ label, rows = 8 }: LoadingStateProps) {
  return (
    <div className="fade-in animate-in fill-mode-backwards p-4 delay-150 duration-100">
      <p role="status" className="sr-only">
        {label}
      </p>
      <div className="grid gap-3">
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          <Skeleton key={row} className={row % 3 === 2 ? 'w-2/3' : 'w-full'} />
        ))}
      </div>
    </div>
  );
}
