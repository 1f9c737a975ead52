import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SyncPage } from '@/components/sync/sync-page';

export const metadata: Metadata = { title: 'Sync' };

export default function Page() {
  return (
    <Suspense>
      <SyncPage />
    </Suspense>
  );
}
