import { redirect } from 'next/navigation';
import { requireActor } from '@/lib/auth/session';

export default async function Page() {
  const actor = await requireActor();
  redirect(actor.role === 'admin' ? '/settings/marketo' : '/settings/api-tokens');
}
