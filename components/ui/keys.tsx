import { cn } from './class-names';

type KeysProps = { /** Separated by spaces: "g p". */ keys: string; className?: string };

/** Keyboard keys as drawn caps. */
export function Keys({ keys, className }: KeysProps) {
  return (
    <span className={cn('inline-flex gap-0.5', className)}>
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded border bg-subtle px-1 font-sans text-[0.6875rem] text-muted"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
