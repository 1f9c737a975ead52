'use client';

import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { CheckboxLine } from '@/components/ui/checkbox';
import { LoggingChoices, type LoggingView } from '@/lib/salesforce-logging/contract';
import { OfTheOrg, OwnLogs, Records, RollUp } from './logging-choices';
import { useSaveLogging } from './queries';
import { SubjectEditor } from './subject-editor';

type Errors = { subjectTemplate?: string; apiSharePercent?: string };

/** On which records, what the tasks say, and what else: of the team for an admin, else the member's own. */
export function LoggingForm({ view, isAdmin }: { view: LoggingView; isAdmin: boolean }) {
  const [form, setForm] = useState(view.settings);
  const [teamWide, setTeamWide] = useState(view.teamWide);
  const [errors, setErrors] = useState<Errors>({});
  const save = useSaveLogging();
  const locked = !view.mayChange;
  const set = (change: Partial<LoggingChoices>) => setForm((before) => ({ ...before, ...change }));

  function submit(event: FormEvent) {
    event.preventDefault();
    const parsed = LoggingChoices.safeParse(form);
    const fields = Object.fromEntries(parsed.error?.issues.map((issue) => [issue.path[0], issue.message]) ?? []);
    setErrors(fields);
    if (!parsed.success) return;
    const input = isAdmin ? { settings: parsed.data, teamWide } : { settings: parsed.data };
    save.mutate(input, { onSuccess: () => toast.success('Saved; counts for what is delivered from now on') });
  }

  return (
    <form noValidate onSubmit={submit}>
      <Card>
        <CardHeader>
          <CardTitle>How it is logged</CardTitle>
        </CardHeader>
        <CardBody className="grid gap-5">
          {isAdmin ? (
            <CheckboxLine checked={teamWide} onChange={(event) => setTeamWide(event.target.checked)}>
              Team-wide: these choices count for everybody, and sellers cannot make their own
            </CheckboxLine>
          ) : (
            <OwnLogs form={form} set={set} locked={locked} />
          )}
          <Records form={form} set={set} locked={locked} isAdmin={isAdmin} />
          <SubjectEditor
            value={form.subjectTemplate}
            error={errors.subjectTemplate}
            disabled={locked}
            onChange={(subjectTemplate) => set({ subjectTemplate })}
          />
          <RollUp form={form} set={set} isAdmin={isAdmin} known={view.org?.rollUpObjects ?? null} />
          {isAdmin ? <OfTheOrg form={form} set={set} error={errors.apiSharePercent} /> : null}
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" disabled={locked || save.isPending}>
              {save.isPending ? 'Saving…' : 'Save'}
            </Button>
            {locked ? <p className="text-muted">An admin decides for everybody.</p> : null}
            <p role="alert" className="text-bad-fg">
              {save.error ? errorSentence(save.error) : null}
            </p>
          </div>
        </CardBody>
      </Card>
    </form>
  );
}
