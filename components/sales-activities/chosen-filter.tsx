import { X } from 'lucide-react';

type ChosenFilterProps = { label: string; name: string; onRemove(): void };

/** What the list is kept to, with a cross to take it away. */
export function ChosenFilter({ label, name, onRemove }: ChosenFilterProps) {
  return (
    <span className="flex h-8 max-w-80 items-center rounded-md border border-accent/50 bg-selected pl-2.5">
      <span className="truncate">
        {label}: <bdi className="font-medium">{name}</bdi>
      </span>
      <button
        type="button"
        aria-label={`Remove filter ${label.toLowerCase()}`}
        className="mr-px flex size-7 shrink-0 items-center justify-center rounded hover:bg-hover"
        onClick={onRemove}
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}
