import type { Metadata } from 'next';
import { callbackPath } from '@/components/sign-in/callback-path';
import { Entrance } from '@/components/sign-in/entrance';
import { SignInForm } from '@/components/sign-in/sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

type SignInPageProps = { searchParams: Promise<{ callbackUrl?: string | string[] }> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { callbackUrl } = await searchParams;
  return (
    <Entrance title="Sign in">
      <SignInForm callbackPath={callbackPath(callbackUrl)} />
    </Entrance>
  );
}
