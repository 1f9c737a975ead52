'use client';

import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { type SignInFailure, signInFailureFrom } from '@/lib/auth/contract';
import { FormProblem } from './form-problem';

type SignInFormProps = { /** A path of this site. */ callbackPath: string };

export function SignInForm({ callbackPath }: SignInFormProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    const failure = await trySignIn(String(form.get('email')), String(form.get('password')));
    if (!failure) return window.location.assign(callbackPath);
    setBusy(false);
    setProblem(failureSentence(failure));
  };
  return (
    <form method="post" onSubmit={submit} className="grid gap-4">
      <Field label="E-mail">
        <Input name="email" type="email" autoComplete="username" required autoFocus />
      </Field>
      <Field label="Password">
        <Input name="password" type="password" autoComplete="current-password" required />
      </Field>
      <FormProblem>{problem}</FormProblem>
      <Button type="submit" variant="primary" disabled={busy}>
        {busy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
}

/** Signs in and answers null, or what went wrong. */
export async function trySignIn(email: string, password: string): Promise<SignInFailure | null> {
  try {
    const result = await signIn('credentials', { email, password, redirect: false });
    return result?.ok ? null : signInFailureFrom(result?.error ?? '');
  } catch {
    return { kind: 'failed' };
  }
}

function failureSentence(failure: SignInFailure) {
  if (failure.kind === 'wrong') return 'Wrong e-mail or password.';
  if (failure.kind === 'locked') return `Too many tries, wait ${failure.retryAfterSeconds} seconds.`;
  return 'Signing in did not work just now. Try again in a moment.';
}
