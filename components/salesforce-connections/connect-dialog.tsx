'use client';

import { type FormEvent, useState } from 'react';
import { TextField } from '@/components/settings/text-field';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger, useDialogOpen } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { ApiProblem } from '@/lib/http/fetch-json';
import type { ConnectionPurpose } from '@/lib/salesforce-connections/model';
import { useStartLogin } from './queries';
import { loginChoiceOf } from './words';

type ConnectDialogProps = {
  label: string;
  variant?: 'primary' | 'secondary';
  purpose: ConnectionPurpose;
  /** Where people log in unless they choose otherwise. */
  loginUrl: string;
  description: string;
};

/** Asks where to log in; then the browser leaves for Salesforce. */
export function ConnectDialog({ label, variant = 'secondary', purpose, loginUrl, description }: ConnectDialogProps) {
  const start = useStartLogin();
  const { open, onOpenChange } = useDialogOpen(start.reset);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>
        <Button variant={variant}>{label}</Button>
      </DialogTrigger>
      <DialogContent title="Connect to Salesforce" description={description}>
        <ConnectForm
          loginUrl={loginUrl}
          isLeaving={start.isPending || start.isSuccess}
          error={start.error}
          onSubmit={(where) => start.mutate({ purpose, ...where })}
        />
      </DialogContent>
    </Dialog>
  );
}

type Where = ReturnType<typeof loginChoiceOf>;
type ConnectFormProps = { loginUrl: string; isLeaving: boolean; error: unknown; onSubmit(where: Where): void };

function ConnectForm({ loginUrl, isLeaving, error, onSubmit }: ConnectFormProps) {
  const [where, setWhere] = useState(() => loginChoiceOf(loginUrl));
  const addressError = error instanceof ApiProblem ? error.fields.address : undefined;

  function submit(event: FormEvent) {
    event.preventDefault();
    onSubmit(where);
  }
  return (
    <form noValidate onSubmit={submit} className="mt-4 grid gap-4">
      <Field label="Log in at">
        <Select
          value={where.login}
          onChange={(event) => setWhere({ ...where, login: event.target.value as Where['login'] })}
        >
          <option value="production">Production (login.salesforce.com)</option>
          <option value="sandbox">Sandbox (test.salesforce.com)</option>
          <option value="custom">A domain of your company</option>
        </Select>
      </Field>
      {where.login === 'custom' ? (
        <TextField
          label="Address"
          placeholder="https://example.my.salesforce.com"
          hint="What the address bar shows before you log in."
          required
          value={where.address}
          error={addressError}
          onChange={(address) => setWhere({ ...where, address })}
        />
      ) : null}
      <p role="alert" className="text-bad-fg">
        {error && !addressError ? errorSentence(error) : null}
      </p>
      <DialogFooter className="mt-0">
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={isLeaving}>
          {isLeaving ? 'Opening Salesforce…' : 'Go to Salesforce'}
        </Button>
      </DialogFooter>
    </form>
  );
}
