import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { PersonPage } from '@/components/people/person-page';
import { requireActor } from '@/lib/auth/session';

export const metadata: Metadata = { title: 'Person' };

export default async function Page({ params }: { params: Promise<{ marketoId: string }> }) {
  const { marketoId } = await params;
  if (!/^[1-9]\d{0,14}$/.test(marketoId)) notFound();
  const actor = await requireActor();
  return (
    <Suspense>
      <PersonPage marketoId={Number(marketoId)} isAdmin={actor.role === 'admin'} />
    </Suspense>
  );
}
