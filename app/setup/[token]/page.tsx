import type { Metadata } from 'next';
import { Entrance } from '@/components/sign-in/entrance';
import { SetupForm } from '@/components/sign-in/setup-form';

export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer' };

type SetupPageProps = { params: Promise<{ token: string }> };

export default async function SetupPage({ params }: SetupPageProps) {
  const { token } = await params;
  return (
    <Entrance title="Create the first admin" lead="This link works once. Everybody else is invited by an admin later.">
      <SetupForm token={token} />
    </Entrance>
  );
}
