import { redirect } from 'next/navigation';
import { EmptyState } from '@/components/shell/empty-state';
import { PageHeader } from '@/components/shell/page-header';
import { requireActor } from '@/lib/auth/session';

export default async function Page() {
  const actor = await requireActor();
  if (actor.role === 'admin') redirect('/settings/marketo');
  return (
    <>
      <PageHeader title="Settings" />
      <EmptyState title="Nothing to set here">
        The connection to Marketo and the sync are kept by the admins of this workspace.
      </EmptyState>
    </>
  );
}
