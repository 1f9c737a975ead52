import type { Metadata } from 'next';
import { Suspense } from 'react';
import { LogPage } from '@/components/sales-activities/log-page';
import { requireActor } from '@/lib/auth/session';

export const metadata: Metadata = { title: 'Sales activities' };

export default async function Page() {
  const actor = await requireActor();
  return (
    <Suspense>
      <LogPage isAdmin={actor.role === 'admin'} />
    </Suspense>
  );
}
