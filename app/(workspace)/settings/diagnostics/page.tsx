import type { Metadata } from 'next';
import { Suspense } from 'react';
import { DiagnosticsPage } from '@/components/diagnostics/diagnostics-page';
import { requireActor } from '@/lib/auth/session';

export const metadata: Metadata = { title: 'Diagnostics' };

export default async function Page() {
  const actor = await requireActor();
  return (
    <Suspense>
      <DiagnosticsPage isAdmin={actor.role === 'admin'} />
    </Suspense>
  );
}
