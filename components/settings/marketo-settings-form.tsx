'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { CheckboxLine } from '@/components/ui/checkbox';
import type { MarketoSettings } from '@/lib/settings/contract';
import { FieldMappingTable } from './field-mapping-table';
import { errorsFrom, type FormErrors, formFrom, inputFrom, type MarketoForm } from './marketo-form';
import { useSaveMarketo } from './queries';
import { SecretField } from './secret-field';
import { TextField } from './text-field';

type TextName = 'baseUrl' | 'clientId' | 'webUrl' | 'salesforceUrl' | 'callsPerWindow' | 'concurrent' | 'dailyCalls';

/** The connection and what is read through it, saved together. */
export function MarketoSettingsForm({ settings }: { settings: MarketoSettings }) {
  const [form, setForm] = useState(() => formFrom(settings));
  const [errors, setErrors] = useState<FormErrors>({});
  const save = useSaveMarketo();
  const element = useRef<HTMLFormElement>(null);
  const set = (change: Partial<MarketoForm>) => setForm((now) => ({ ...now, ...change }));

  useEffect(() => {
    if (Object.keys(errors).length > 0) element.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [errors]);

  function submit(event: FormEvent) {
    event.preventDefault();
    const { input, errors: wrong } = inputFrom(form, settings);
    setErrors(wrong ?? {});
    if (!input) return;
    save.mutate(input, {
      onSuccess: (saved) => {
        setForm(formFrom(saved));
        toast.success(settings.connected ? 'Saved' : 'Connected to Marketo');
      },
      onError: (problem) => setErrors(errorsFrom(problem)),
    });
  }

  const text = (name: TextName) => ({
    value: form[name],
    error: errors[name],
    onChange: (value: string) => set({ [name]: value }),
  });

  return (
    <form ref={element} noValidate onSubmit={submit} className="grid min-w-0 gap-4">
      <Card>
        <CardHeader>
          <CardTitle>Credentials</CardTitle>
        </CardHeader>
        <CardBody className="grid gap-4">
          <TextField
            label="REST endpoint"
            placeholder="https://123-ABC-456.mktorest.com"
            hint={
              settings.connected
                ? 'Another endpoint is another instance: the list is emptied and read anew.'
                : undefined
            }
            required
            {...text('baseUrl')}
          />
          <TextField label="Client ID" required {...text('clientId')} />
          <SecretField
            key={save.isSuccess ? save.submittedAt : 0}
            stored={settings.hasSecret}
            value={form.clientSecret}
            error={errors.clientSecret}
            onChange={(clientSecret) => set({ clientSecret })}
          />
        </CardBody>
      </Card>
      {settings.connected ? (
        <FieldMappingTable
          settings={settings}
          choices={form.fieldChoices}
          onChoose={(field, name) => set({ fieldChoices: { ...form.fieldChoices, [field]: name } })}
        />
      ) : null}
      <Card>
        <CardHeader>
          <CardTitle>Who is synced</CardTitle>
        </CardHeader>
        <CardBody className="grid gap-2">
          <p className="text-muted">
            Salesforce leads and contacts that a user owns. Records of a queue, and records that exist only in Marketo,
            are left out.
          </p>
          <CheckboxLine
            checked={form.contactsAlwaysOwned}
            onChange={(event) => set({ contactsAlwaysOwned: event.target.checked })}
          >
            A contact counts as owned even when Marketo does not name its owner. In Salesforce every contact has one.
          </CheckboxLine>
        </CardBody>
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Links and limits</CardTitle>
        </CardHeader>
        <CardBody className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="Marketo in the browser"
            placeholder="https://app-sj01.marketo.com"
            hint="For “Open in Marketo”. Empty hides the link."
            {...text('webUrl')}
          />
          <TextField
            label="Salesforce in the browser"
            placeholder="https://example.my.salesforce.com"
            hint="For “Open in Salesforce”. Empty hides the link."
            {...text('salesforceUrl')}
          />
          <TextField
            label="Calls per 20 seconds"
            inputMode="numeric"
            hint="5 to 100. Marketo allows an instance 100, shared by all its integrations; 50 leaves half to the others."
            {...text('callsPerWindow')}
          />
          <TextField
            label="Calls at the same time"
            inputMode="numeric"
            hint="1 to 10. Marketo allows an instance 10."
            {...text('concurrent')}
          />
          <TextField
            label="Calls per day"
            inputMode="numeric"
            hint="The quota of the whole instance, as Marketo shows it under Admin › Web Services. All integrations share it."
            {...text('dailyCalls')}
          />
        </CardBody>
      </Card>
      <div className="sticky bottom-0 flex flex-wrap items-center gap-3 border-t bg-bg py-3">
        <Button type="submit" variant="primary" disabled={save.isPending}>
          {save.isPending ? 'Asking Marketo…' : settings.connected ? 'Save' : 'Connect'}
        </Button>
        <p role="alert" className="text-bad-fg">
          {save.error ? errorSentence(save.error) : null}
        </p>
      </div>
    </form>
  );
}
