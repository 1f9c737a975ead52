'use client';

import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { CopyButton } from '@/components/people/person-copy';
import { SecretField } from '@/components/settings/secret-field';
import { TextField } from '@/components/settings/text-field';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { ApiProblem } from '@/lib/http/fetch-json';
import type { SalesforceAppView } from '@/lib/salesforce-connections/contract';
import { useSaveSalesforceApp } from './queries';
import { ReplaceAppDialog } from './replace-app-dialog';

export function ClientAppForm({ app }: { app: SalesforceAppView }) {
  const [clientId, setClientId] = useState(app.clientId ?? '');
  const [clientSecret, setClientSecret] = useState('');
  const [loginUrl, setLoginUrl] = useState(app.loginUrl);
  const save = useSaveSalesforceApp();
  const fields = save.error instanceof ApiProblem ? save.error.fields : {};
  const isAnother = app.clientId !== null && clientId.trim() !== app.clientId;
  const [isAsking, setIsAsking] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isAnother) setIsAsking(true);
    else store();
  }
  function store() {
    const input = { clientId, clientSecret: clientSecret || undefined, loginUrl };
    save.mutate(input, {
      onSuccess: (saved) => {
        setClientId(saved.clientId ?? '');
        setClientSecret('');
        setLoginUrl(saved.loginUrl);
        toast.success('Client app saved');
      },
      // What is wrong stands at its field.
      onSettled: () => setIsAsking(false),
    });
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <Preparation callbackUrl={app.callbackUrl} />
      <TextField
        label="Consumer key"
        hint={isAnother ? 'This is another client app: saving it disconnects everybody.' : undefined}
        required
        value={clientId}
        error={fields.clientId}
        onChange={setClientId}
      />
      <SecretField
        key={save.isSuccess ? save.submittedAt : 0}
        label="Consumer secret"
        stored={app.hasSecret && !isAnother}
        value={clientSecret}
        error={fields.clientSecret}
        onChange={setClientSecret}
      />
      <TextField
        label="Sellers log in at"
        placeholder="https://login.salesforce.com"
        hint="What is proposed to everybody: Salesforce itself, or the domain of your company."
        required
        value={loginUrl}
        error={fields.loginUrl}
        onChange={setLoginUrl}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" disabled={save.isPending}>
          {save.isPending ? 'Saving…' : isAnother ? 'Save…' : 'Save'}
        </Button>
        <p role="alert" className="text-bad-fg">
          {save.error && Object.keys(fields).length === 0 ? errorSentence(save.error) : null}
        </p>
      </div>
      <ReplaceAppDialog open={isAsking} onOpenChange={setIsAsking} isPending={save.isPending} onConfirm={store} />
    </form>
  );
}

/** What an admin of Salesforce has to make there first. */
function Preparation({ callbackUrl }: { callbackUrl: string }) {
  return (
    <ol className="grid list-decimal gap-1.5 pl-4 text-muted">
      <li>In Salesforce, Setup › External Client App Manager: make an app with OAuth and PKCE.</li>
      <li>
        Callback URL:
        <span className="flex items-center gap-1">
          <code className="min-w-0 break-all font-mono text-fg text-xs">{callbackUrl}</code>
          <CopyButton value={callbackUrl} label="Copy the callback URL" />
        </span>
      </li>
      <li>Scopes: api, refresh_token, id. Rotation of refresh tokens may be on.</li>
      <li>
        Let its users use it: assign it, or install it in the org. They need the permission “API Enabled”, and this
        server’s address has to be allowed where logins are restricted by address.
      </li>
    </ol>
  );
}
