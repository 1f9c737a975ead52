'use client';

import { useId, useState } from 'react';
import { errorSentence } from '@/components/shell/error-state';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { CheckboxLine } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import type { CallChoices } from '@/lib/calls/contract';
import { type ChoiceList, choiceWords, mostChoices } from '@/lib/calls/model';
import { AddChoiceForm } from './add-choice-form';
import { ChoiceRows } from './choice-rows';
import { useChangeChoices } from './queries';
import { choiceListTitles } from './words';

type ChoicesCardProps = { list: ChoiceList; choices: CallChoices };

/** One list: whether sellers are asked, whether they have to answer, and what there is to choose. */
export function ChoicesCard({ list, choices }: ChoicesCardProps) {
  const titleId = useId();
  const { choices: names, ...stored } = choices[list];
  const { mutate, isPending, variables, error } = useChangeChoices();
  // What was just chosen shows at once; an answer that refuses it takes it back.
  const asked = isPending && variables.do === 'settings' ? variables.settings[list] : stored;
  const [said, setSaid] = useState('');
  const ask = (changed: { enabled?: boolean; required?: boolean }) => {
    const { outcomes, reasons } = choices;
    const both = { outcomes: pick(outcomes), reasons: pick(reasons), [list]: { ...asked, ...changed } };
    mutate({ do: 'settings', settings: both });
  };
  return (
    <Card aria-labelledby={titleId}>
      <CardHeader>
        <CardTitle id={titleId}>{choiceListTitles[list]}</CardTitle>
        <span className="text-muted text-xs tabular-nums">
          {names.length} of {mostChoices}
        </span>
      </CardHeader>
      <CardBody className="grid gap-4">
        <div className="flex flex-wrap items-end gap-x-6 gap-y-2">
          <CheckboxLine checked={asked.enabled} onChange={(event) => ask({ enabled: event.target.checked })}>
            Ask for the {choiceWords[list]}
          </CheckboxLine>
          {asked.enabled ? (
            <Field label="To log a call it is" className="grid-flow-col items-center justify-start">
              <Select
                className="w-auto"
                value={asked.required ? 'required' : 'optional'}
                onChange={(event) => ask({ required: event.target.value === 'required' })}
              >
                <option value="optional">optional</option>
                <option value="required">required</option>
              </Select>
            </Field>
          ) : null}
        </div>
        {error ? (
          <p role="alert" className="text-bad-fg">
            {errorSentence(error)}
          </p>
        ) : null}
        {asked.enabled && asked.required && names.length === 0 ? (
          <p className="text-muted">Nothing can be required before there is something to choose.</p>
        ) : null}
        <ChoiceRows list={list} choices={names} onSay={setSaid} />
        <AddChoiceForm list={list} isFull={names.length >= mostChoices} onSay={setSaid} />
        <p role="status" className="sr-only">
          {said}
        </p>
      </CardBody>
    </Card>
  );
}

const pick = ({ enabled, required }: CallChoices['outcomes' | 'reasons']) => ({ enabled, required });
