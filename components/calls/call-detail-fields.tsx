'use client';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { CallChoices } from '@/lib/calls/contract';
import { statusFollowing } from '@/lib/calls/model';
import { callStatuses } from '@/lib/sales-activities/model';
import type { Draft, DraftErrors } from './draft';
import { viewersZone } from './local-time';
import { statusTitles } from './words';

type CallDetailFieldsProps = {
  draft: Draft;
  outcomes: CallChoices['outcomes']['choices'];
  errors: DraftErrors;
  onChange(changed: Partial<Draft>): void;
};

/** What can mostly stay as it is: the number, the time, how long it took, and the like. */
export function CallDetailFields({ draft, outcomes, errors, onChange }: CallDetailFieldsProps) {
  const outcome = outcomes.find(({ name }) => name === draft.outcome);
  const following = statusTitles[statusFollowing(outcome?.type ?? null)];
  const field = (name: 'phoneNumber' | 'duration' | 'when' | 'answeredBy' | 'recordingUrl') => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <Field
        label="Duration"
        hint={errors.durationSeconds ? undefined : '3:20, 200 or 3m 20s'}
        error={errors.durationSeconds}
      >
        <Input {...field('duration')} maxLength={20} autoComplete="off" />
      </Field>
      <Field label="Number" error={errors.phoneNumber}>
        <Input {...field('phoneNumber')} type="tel" maxLength={50} autoComplete="off" />
      </Field>
      <Field label="When" hint={viewersZone()} error={errors.occurredAt}>
        <Input {...field('when')} type="datetime-local" />
      </Field>
      <Field label="Status" error={errors.status}>
        <Select
          value={draft.status ?? ''}
          onChange={({ target }) => onChange({ status: callStatuses.find((one) => one === target.value) ?? null })}
        >
          <option value="">{outcome ? `By the outcome: ${following}` : `${following} (counts as answered)`}</option>
          {callStatuses
            .filter((status) => outcome || statusTitles[status] !== following)
            .map((status) => (
              <option key={status} value={status}>
                {statusTitles[status]}
              </option>
            ))}
        </Select>
      </Field>
      <Field label="Answered by" error={errors.answeredBy}>
        <Input {...field('answeredBy')} maxLength={255} autoComplete="off" />
      </Field>
      <Field label="Recording" error={errors.recordingUrl}>
        <Input
          {...field('recordingUrl')}
          type="url"
          inputMode="url"
          placeholder="https://"
          maxLength={2048}
          autoComplete="off"
        />
      </Field>
    </div>
  );
}
