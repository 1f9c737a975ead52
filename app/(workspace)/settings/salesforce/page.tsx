import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SalesforcePage } from '@/components/salesforce-connections/salesforce-page';
import { requireActor } from '@/lib/auth/session';

export const metadata: Metadata = { title: 'Salesforce' };

export default async function Page() {
  const { role } = await requireActor();
  return (
    <Suspense>
      <SalesforcePage isAdmin={role === 'admin'} />
    </Suspense>
  );
}
