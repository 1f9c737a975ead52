import type { Metadata } from 'next';
import { Suspense } from 'react';
import { CallsScreen } from '@/components/calls/calls-screen';
import { LoadingState } from '@/components/shell/loading-state';
import { requireActor } from '@/lib/auth/session';

export const metadata: Metadata = { title: 'Calls' };

export default async function CallsPage() {
  const actor = await requireActor();
  return (
    <Suspense fallback={<LoadingState label="Loading calls" />}>
      <CallsScreen isAdmin={actor.role === 'admin'} />
    </Suspense>
  );
}
