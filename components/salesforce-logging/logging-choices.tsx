'use client';

import type { ReactNode } from 'react';
import { CheckboxLine } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { LoggingChoices } from '@/lib/salesforce-logging/contract';
import { duplicateChoices, noMatchChoices, type RollUpObject, rollUpObjects } from '@/lib/salesforce-logging/model';
import { duplicateTitles, noMatchTitles } from './words';

type PartProps = {
  form: LoggingChoices;
  set(change: Partial<LoggingChoices>): void;
  locked: boolean;
};
/** Of parts that an admin alone changes. */
type TeamPartProps = PartProps & { isAdmin: boolean };
const byAnAdmin = 'An admin chooses this for everybody.';

export function OwnLogs({ form: { logs }, set, locked }: PartProps) {
  const titles = { emails: 'My e-mails', replies: 'Replies to me', calls: 'My calls' };
  return (
    <Group title="Log of mine, where an admin has switched it on">
      {(['emails', 'replies', 'calls'] as const).map((name) => (
        <CheckboxLine
          key={name}
          checked={logs[name]}
          disabled={locked}
          onChange={(event) => set({ logs: { ...logs, [name]: event.target.checked } })}
        >
          {titles[name]}
        </CheckboxLine>
      ))}
    </Group>
  );
}

export function Records({ form, set, locked, isAdmin }: TeamPartProps) {
  const { objects } = form;
  const line = (name: keyof typeof objects, text: string) => (
    <CheckboxLine
      checked={objects[name]}
      disabled={locked}
      onChange={(event) => set({ objects: { ...objects, [name]: event.target.checked } })}
    >
      {text}
    </CheckboxLine>
  );
  return (
    <>
      <Group title="E-mails are logged on">
        {line('contact', 'Contacts')}
        {line('lead', 'Leads')}
        {line('opportunity', 'The contact’s only open opportunity with a role, else its account')}
      </Group>
      <Field
        label="When several records have the e-mail address"
        hint="Asked only where Marketo knows no record of the person. Calls always go by the record that Marketo knows."
      >
        <Select
          value={form.onDuplicate}
          disabled={locked}
          onChange={(event) => set({ onDuplicate: event.target.value as LoggingChoices['onDuplicate'] })}
        >
          {duplicateChoices.map((choice) => (
            <option key={choice} value={choice}>
              {duplicateTitles[choice]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="When nobody in Salesforce fits" hint={isAdmin ? undefined : byAnAdmin}>
        <Select
          value={form.onNoMatch}
          disabled={!isAdmin}
          onChange={(event) => set({ onNoMatch: event.target.value as LoggingChoices['onNoMatch'] })}
        >
          {noMatchChoices.map((choice) => (
            <option key={choice} value={choice}>
              {noMatchTitles[choice]}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}

export function RollUp({
  form: { rollUp },
  set,
  isAdmin,
  known,
}: Omit<TeamPartProps, 'locked'> & { known: RollUpObject[] | null }) {
  return (
    <Group title="Note the most recent activity on the record itself">
      {rollUpObjects.map((object) => (
        <CheckboxLine
          key={object}
          checked={rollUp[object]}
          disabled={!isAdmin}
          onChange={(event) => set({ rollUp: { ...rollUp, [object]: event.target.checked } })}
        >
          {object}
          {known && !known.includes(object) ? (
            <span className="text-muted text-xs"> (the org has no field for it)</span>
          ) : null}
        </CheckboxLine>
      ))}
      {isAdmin ? null : <p className="text-muted text-xs">{byAnAdmin}</p>}
    </Group>
  );
}

export function OfTheOrg({ form, set, error }: Omit<PartProps, 'locked'> & { error?: string }) {
  return (
    <>
      <Field
        label="Reminder tasks"
        hint="There are no reminder tasks in this version, so nothing of them goes to Salesforce."
      >
        <Select value={form.reminderTasks} disabled>
          <option value="off">Do not sync with Salesforce tasks</option>
        </Select>
      </Field>
      <Field
        label="API calls we may use, in percent of the org’s daily limit"
        error={error}
        hint="Past it, activities wait until earlier API calls are a day old."
      >
        <Input
          inputMode="numeric"
          className="w-24"
          value={Number.isNaN(form.apiSharePercent) ? '' : String(form.apiSharePercent)}
          onChange={(event) =>
            set({ apiSharePercent: event.target.value.trim() === '' ? Number.NaN : Number(event.target.value) })
          }
        />
      </Field>
    </>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium">{title}</legend>
      {children}
    </fieldset>
  );
}
