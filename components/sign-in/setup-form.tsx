'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SetupDone, type SetupInput } from '@/lib/auth/contract';
import { unmetPasswordRules, unmetRulesSentence } from '@/lib/auth/password-policy';
import { ApiProblem, sendJson } from '@/lib/http/fetch-json';
import { FormProblem } from './form-problem';
import { PasswordChecklist } from './password-checklist';
import { trySignIn } from './sign-in-form';

/** Makes the first admin with the token of the one-time link, and signs in as that admin. */
export function SetupForm({ token }: { token: string }) {
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const setup = useMutation({ mutationFn: setUpAndSignIn });
  const unmet = unmetPasswordRules(password);
  const fields = setup.error instanceof ApiProblem ? setup.error.fields : {};
  const hasFieldProblem = Boolean(fields.name || fields.email || fields.password);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (unmet.length > 0) return;
    const form = new FormData(event.currentTarget);
    setup.mutate({ token, name: String(form.get('name')), email: String(form.get('email')), password });
  };
  return (
    <form method="post" onSubmit={submit} className="grid gap-4">
      <Field label="Name" error={fields.name}>
        <Input name="name" autoComplete="name" required maxLength={200} autoFocus />
      </Field>
      <Field label="E-mail" error={fields.email}>
        <Input name="email" type="email" autoComplete="username" required />
      </Field>
      <Field
        label="Password"
        error={fields.password ?? (tried && unmet.length > 0 ? unmetRulesSentence(unmet) : undefined)}
        hint={<PasswordChecklist password={password} />}
      >
        <Input
          type="password"
          autoComplete="new-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <FormProblem>{setup.error && !hasFieldProblem ? errorSentence(setup.error) : null}</FormProblem>
      <Button type="submit" variant="primary" disabled={setup.isPending || setup.isSuccess}>
        {setup.isPending ? 'Creating…' : 'Create the admin and sign in'}
      </Button>
    </form>
  );
}

async function setUpAndSignIn(input: SetupInput) {
  await sendJson('POST', '/api/setup', input, SetupDone);
  const failure = await trySignIn(input.email, input.password);
  window.location.assign(failure ? '/sign-in' : '/people');
}
