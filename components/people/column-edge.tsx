'use client';

import type { PointerEvent } from 'react';

type ColumnEdgeProps = { widthPx: number; onResize(widthPx: number): void };

/** The edge a column is dragged wider by. Keys (Shift with the arrows) and the column menu do the same. */
export function ColumnEdge({ widthPx, onResize }: ColumnEdgeProps) {
  const onPointerDown = (event: PointerEvent<HTMLSpanElement>) => {
    const edge = event.currentTarget;
    const startX = event.clientX;
    edge.setPointerCapture(event.pointerId);
    const follow = (moved: globalThis.PointerEvent) => onResize(widthPx + moved.clientX - startX);
    edge.addEventListener('pointermove', follow);
    edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', follow), { once: true });
  };
  return (
    <span
      aria-hidden
      onPointerDown={onPointerDown}
      onClick={(event) => event.stopPropagation()}
      className="absolute inset-y-0 right-0 w-2 cursor-col-resize touch-none border-transparent border-r-2 hover:border-accent group-hover:border-line"
    />
  );
}
