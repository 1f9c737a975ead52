import { CircleCheck, CircleX } from 'lucide-react';

type CheckListProps = { checks: { name: string; ok: boolean; message: string }[] };

/** The outcome of a test, check by check. */
export function CheckList({ checks }: CheckListProps) {
  return (
    <ul className="grid gap-2">
      {checks.map((check) => (
        <li key={check.name} className="flex gap-2">
          {check.ok ? (
            <CircleCheck role="img" aria-label="Passed" className="mt-0.5 size-4 shrink-0 text-good-fg" />
          ) : (
            <CircleX role="img" aria-label="Failed" className="mt-0.5 size-4 shrink-0 text-bad-fg" />
          )}
          <span className="min-w-0">
            <span className="font-medium">{check.name}</span>
            <span className="block break-words text-muted">{check.message}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
