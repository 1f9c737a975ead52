import { TriangleAlert } from 'lucide-react';
import type { SyncView } from '@/lib/sync/contract';

/** Says that the list is full, for as long as it is. */
export function CapBanner({ people: { active, most } }: { people: SyncView['people'] }) {
  if (active < most) return null;
  return (
    <div role="alert" className="flex items-start gap-2 border-b bg-warn-bg px-4 py-2 text-warn-fg">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p>
        The list is full: {most.toLocaleString('en')} people. New people are not added; known ones go on being updated.
        Take the sales owner off records nobody works with to make room.
      </p>
    </div>
  );
}
