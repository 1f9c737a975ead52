import type { Metadata } from 'next';
import { SyncPage } from '@/components/sync/sync-page';

export const metadata: Metadata = { title: 'Sync' };

export default function Page() {
  return <SyncPage />;
}
