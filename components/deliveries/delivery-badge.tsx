'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Skeleton } from '@/components/ui/skeleton';
import { Tooltip } from '@/components/ui/tooltip';
import type { DeliveryBrief } from '@/lib/deliveries/contract';
import { useDeliveries } from './queries';
import { lookOf, standingText } from './words';

// Loaded when it is wanted: a list shows many badges, and few are opened.
const DeliveryPassport = dynamic(() => import('./delivery-passport').then((m) => m.DeliveryPassport));

type DeliveryBadgeProps = {
  salesActivityId: string;
  /** As a list knew them, to show something at once. */
  deliveries?: DeliveryBrief[];
  /** Opens the passport where the address keeps it; without it the badge opens it itself. */
  onOpen?(): void;
  /** The keys go from row to row by it. */
  opensRow?: boolean;
};

/** Where an activity was delivered, at a glance; it follows what is on its way, and opens the passport. */
export function DeliveryBadge({ salesActivityId, deliveries, onOpen, opensRow = false }: DeliveryBadgeProps) {
  const [open, setOpen] = useState(false);
  const { data, error } = useDeliveries(salesActivityId, deliveries);
  if (!data) return error ? <span className="text-muted">not known at present</span> : <Skeleton className="w-40" />;
  return (
    <>
      <Tooltip label={<Sentences briefs={data} />}>
        <button
          type="button"
          aria-haspopup="dialog"
          data-row={opensRow || undefined}
          className="-mx-1 inline-flex min-h-6 flex-wrap items-center gap-1 rounded px-1 py-0.5 text-left hover:bg-hover"
          onClick={onOpen ?? (() => setOpen(true))}
        >
          {data.map((brief) => (
            <Glance key={brief.key} brief={brief} />
          ))}
        </button>
      </Tooltip>
      {open ? <DeliveryPassport id={salesActivityId} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Glance({ brief }: { brief: DeliveryBrief }) {
  const { tone, icon: Icon } = lookOf(brief);
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {standingText(brief)}
    </Badge>
  );
}

function Sentences({ briefs }: { briefs: DeliveryBrief[] }) {
  return (
    <span className="grid gap-1">
      {briefs.map((brief) => (
        <span key={brief.key}>
          <span className="font-medium">{standingText(brief)}.</span> {brief.next}
        </span>
      ))}
    </span>
  );
}
