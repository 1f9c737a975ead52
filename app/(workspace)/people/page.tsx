import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PeopleScreen } from '@/components/people/people-screen';
import { LoadingState } from '@/components/shell/loading-state';
import { requireActor } from '@/lib/auth/session';

export const metadata: Metadata = { title: 'People' };

export default async function PeoplePage() {
  const actor = await requireActor();
  return (
    <Suspense fallback={<LoadingState label="Loading people" />}>
      <PeopleScreen isAdmin={actor.role === 'admin'} />
    </Suspense>
  );
}
