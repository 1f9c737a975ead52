'use client';

import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
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
import { bodyFromDraft, type Draft, type DraftErrors, newKey, withPerson } from './draft';
import { PersonField } from './person-field';
import { useLogCall } from './queries';

type LogCallFormProps = {
  draft: Draft;
  choices: CallChoices;
  /** True when it goes on with what was typed before. */
  isContinued: boolean;
  onChange(draft: Draft): void;
  onStartOver(): void;
  onCancel(): void;
  onLogged(call: CallView): void;
};

/** Everything about a call, in the order in which it is mostly typed; Ctrl or ⌘ with Enter saves from any field. */
export function LogCallForm(props: LogCallFormProps) {
  const { draft, choices, isContinued, onChange, onStartOver, onCancel, onLogged } = props;
  const { outcomes, reasons } = choices;
  const form = useRef<HTMLFormElement>(null);
  const person = useRef<HTMLInputElement>(null);
  const [own, setOwn] = useState<DraftErrors>({});
  const { mutate, isPending, error } = useLogCall();
  const fields = { ...(error instanceof ApiProblem ? error.fields : {}), ...own } as DraftErrors;
  const change = (changed: Partial<Draft>) => onChange({ ...draft, ...changed });

  const startsWithPerson = useRef(draft.person === null);
  useEffect(() => {
    if (startsWithPerson.current) person.current?.focus();
    else form.current?.querySelector<HTMLElement>('select, textarea')?.focus();
  }, []);
  // What is wrong is where the keyboard goes on, each time that it is.
  const [failures, setFailures] = useState(0);
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
    const errors = { ...('errors' in result ? result.errors : {}), ...missing };
    setOwn(errors);
    if (Object.keys(errors).length > 0 || 'errors' in result) {
      setFailures(failures + 1);
      return;
    }
    mutate(result.body, {
      onSuccess: onLogged,
      onError: (failure) => {
        setFailures(failures + 1);
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
      <Field label="Person" required error={fields.marketoId}>
        <PersonField
          inputRef={person}
          person={draft.person}
          onChange={(chosen) => onChange(withPerson(draft, chosen))}
        />
      </Field>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <ChoiceSelect
          list="outcomes"
          asked={outcomes}
          value={draft.outcome}
          error={fields.outcome}
          onChange={(outcome) => change({ outcome })}
        />
        <ChoiceSelect
          list="reasons"
          asked={reasons}
          value={draft.reason}
          error={fields.reason}
          onChange={(reason) => change({ reason })}
        />
      </div>
      <Field label="Notes" error={fields.notes}>
        <Textarea
          rows={4}
          maxLength={32_000}
          value={draft.notes}
          onChange={(event) => change({ notes: event.target.value })}
        />
      </Field>
      <CallDetailFields draft={draft} outcomes={outcomes.choices} errors={fields} onChange={change} />
      <p role="alert" className="text-bad-fg">
        {error && Object.keys(fields).length === 0 ? errorSentence(error) : null}
      </p>
      <DialogFooter className="mt-0 items-center">
        <span className="mr-auto text-muted text-xs max-sm:hidden">
          <Keys keys="Ctrl Enter" /> logs the call
        </span>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" aria-disabled={isPending}>
          {isPending ? 'Logging…' : 'Log the call'}
        </Button>
      </DialogFooter>
    </form>
  );
}
