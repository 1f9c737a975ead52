'use client';

import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { connectionNotice } from '@/lib/salesforce-connections/model';
import { useMyConnection } from './queries';

/** On every page, while one's connection to Salesforce does not work or activities wait for one. */
export function ConnectionBanner() {
  const { data } = useMyConnection();
  const notice = data?.ready && !data.served ? connectionNotice(data.connection?.state ?? null, data.waiting) : null;
  if (!notice) return null;
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-warn-bg px-4 py-1.5 text-warn-fg"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      <span>{notice}</span>
      <Link href="/settings/salesforce" className="font-medium underline">
        Open Settings › Salesforce
      </Link>
    </div>
  );
}
