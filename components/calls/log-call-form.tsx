'use client';

import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useCommandKey } from '@/components/shell/command-key';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { DialogFooter } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Keys } from '@/components/ui/keys';
import { Textarea } from '@/components/ui/textarea';
import type { CallChoices, CallView } from '@/lib/calls/contract';
import { hasToBeGiven } from '@/lib/calls/model';
import { ApiProblem } from '@/lib/http/fetch-json';
import { CallDetailFields } from './call-detail-fields';
import { ChoiceSelect } from './choice-select';
import { bodyFromDraft, type Draft, type DraftErrors, errorNameOf, newKey, withPerson } from './draft';
import { PersonField } from './person-field';
import { useLogCall } from './queries';

type LogCallFormProps = {
  draft: Draft;
  choices: CallChoices;
  /** True when it goes on with what was typed before. */
  isContinued: boolean;
  onChange(changed: Partial<Draft>): void;
  onStartOver(): void;
  onCancel(): void;
  onLogged(call: CallView): void;
};

const fieldNames: string[] = [
  'marketoId',
  'outcome',
  'reason',
  'notes',
  'durationSeconds',
  'phoneNumber',
  'occurredAt',
  'status',
  'answeredBy',
  'recordingUrl',
] satisfies (keyof DraftErrors)[];

/** Everything about a call, in the order in which it is mostly typed; Ctrl or ⌘ with Enter saves from any field. */
export function LogCallForm(props: LogCallFormProps) {
  const { draft, choices, isContinued, onChange, onStartOver, onCancel, onLogged } = props;
  const { outcomes, reasons } = choices;
  const form = useRef<HTMLFormElement>(null);
  const person = useRef<HTMLInputElement>(null);
  const { mutate, isPending, error } = useLogCall();
  const [errors, setErrors] = useState<DraftErrors>({});
  const [failures, setFailures] = useState(0);
  const commandKey = useCommandKey();
  const fail = (wrong: DraftErrors) => {
    setErrors(wrong);
    setFailures((count) => count + 1);
  };
  // A field that is typed in again is no longer called wrong.
  const change = (changed: Partial<Draft>) => {
    const mended = Object.fromEntries(
      Object.keys(changed).map((name) => [errorNameOf(name as keyof Draft), undefined]),
    );
    setErrors((now) => ({ ...now, ...mended }));
    onChange(changed);
  };

  const startsWithPerson = useRef(draft.person === null);
  useEffect(() => {
    if (startsWithPerson.current) person.current?.focus();
    else form.current?.querySelector<HTMLElement>('select, textarea')?.focus();
  }, []);
  // What is wrong is where the keyboard goes on, each time that it is.
  useEffect(() => {
    if (failures > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [failures]);

  function save() {
    if (isPending) return;
    const result = bodyFromDraft(draft);
    const missing = {
      ...(hasToBeGiven(outcomes) && !draft.outcome && { outcome: 'Choose an outcome.' }),
      ...(hasToBeGiven(reasons) && !draft.reason && { reason: 'Choose a reason.' }),
    };
    if ('errors' in result || Object.keys(missing).length > 0) {
      fail({ ...('errors' in result ? result.errors : {}), ...missing });
      return;
    }
    setErrors({});
    mutate(result.body, {
      onSuccess: onLogged,
      onError: (failure) => {
        fail(failure instanceof ApiProblem ? failure.fields : {});
        // Under this key another call is known already; the next try is a call of its own.
        if (failure instanceof ApiProblem && failure.code === 'conflict') change({ key: newKey() });
      },
    });
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    save();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  }
  return (
    <form ref={form} noValidate onSubmit={submit} onKeyDown={onKeyDown} className="mt-4 grid gap-3">
      {isContinued ? (
        <p className="flex flex-wrap items-center gap-2 rounded-md bg-info-bg px-3 py-1.5 text-info-fg">
          This goes on with what you typed before.
          <Button size="sm" className="ml-auto" onClick={onStartOver}>
            Start over
          </Button>
        </p>
      ) : null}
      <Field label="Person" required error={errors.marketoId}>
        <PersonField inputRef={person} person={draft.person} onChange={(chosen) => change(withPerson(draft, chosen))} />
      </Field>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <ChoiceSelect
          list="outcomes"
          asked={outcomes}
          value={draft.outcome}
          error={errors.outcome}
          onChange={(outcome) => change({ outcome })}
        />
        <ChoiceSelect
          list="reasons"
          asked={reasons}
          value={draft.reason}
          error={errors.reason}
          onChange={(reason) => change({ reason })}
        />
      </div>
      <Field label="Notes" error={errors.notes}>
        <Textarea
          rows={4}
          maxLength={32_000}
          value={draft.notes}
          onChange={(event) => change({ notes: event.target.value })}
        />
      </Field>
      <CallDetailFields draft={draft} outcomes={outcomes.choices} errors={errors} onChange={change} />
      <p role="alert" className="text-bad-fg">
        {error && !isToldAtFields(error) ? errorSentence(error) : null}
      </p>
      <DialogFooter className="mt-0 items-center">
        <span className="mr-auto text-muted text-xs max-sm:hidden">
          <Keys keys={`${commandKey} Enter`} /> logs the call
        </span>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" aria-disabled={isPending}>
          {isPending ? 'Logging…' : 'Log the call'}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** What is wrong with a field says so itself, where the form has that field. */
function isToldAtFields(error: Error) {
  const names = error instanceof ApiProblem ? Object.keys(error.fields) : [];
  return names.length > 0 && names.every((name) => fieldNames.includes(name));
}
