'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { errorSentence } from '@/components/shell/error-state';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { type ChoiceList, outcomeTypeTitles } from '@/lib/calls/model';
import { ChangeChoiceDialog } from './change-choice-dialog';
import type { Choice } from './choice-fields';
import { useChangeChoices } from './queries';
import { RemoveChoiceDialog } from './remove-choice-dialog';
import { choiceListTitles } from './words';

type ChoiceRowsProps = {
  list: ChoiceList;
  choices: Choice[];
  /** Tells a screen reader what has happened. */
  onSay(text: string): void;
};

/** The names in their order, which buttons change: by mouse and by keyboard alike. */
export function ChoiceRows({ list, choices, onSay }: ChoiceRowsProps) {
  const { mutate, isPending, error } = useChangeChoices();
  if (choices.length === 0) return <p className="text-muted">There are no {list} yet.</p>;

  function move(from: number, step: -1 | 1) {
    const ids = choices.map(({ id }) => id);
    const [moved] = ids.splice(from, 1);
    if (isPending || moved === undefined) return;
    ids.splice(from + step, 0, moved);
    const place = `${choices[from]?.name}: place ${from + step + 1} of ${choices.length}`;
    mutate({ do: 'order', list, ids }, { onSuccess: () => onSay(place) });
  }
  return (
    <>
      <ol aria-label={choiceListTitles[list]} className="grid rounded-md border">
        {choices.map((choice, index) => (
          <li key={choice.id} className="flex flex-wrap items-center gap-1 border-b px-2 py-1 last:border-b-0">
            <MoveButton name={choice.name} step={-1} isEnd={index === 0} onMove={() => move(index, -1)} />
            <MoveButton
              name={choice.name}
              step={1}
              isEnd={index === choices.length - 1}
              onMove={() => move(index, 1)}
            />
            <span className="min-w-32 grow basis-0 break-words px-1">{choice.name}</span>
            <span className="ml-auto flex items-center gap-1">
              {choice.type ? (
                <Badge tone={choice.type === 'answered' ? 'good' : 'neutral'}>{outcomeTypeTitles[choice.type]}</Badge>
              ) : null}
              <ChangeChoiceDialog list={list} choice={choice} />
              <RemoveChoiceDialog list={list} choice={choice} />
            </span>
          </li>
        ))}
      </ol>
      {error ? (
        <p role="alert" className="text-bad-fg">
          {errorSentence(error)}
        </p>
      ) : null}
    </>
  );
}

type MoveButtonProps = { name: string; step: -1 | 1; isEnd: boolean; onMove(): void };

/** Stays where the keyboard is, also at the end of the list. */
function MoveButton({ name, step, isEnd, onMove }: MoveButtonProps) {
  const Icon = step < 0 ? ArrowUp : ArrowDown;
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={`Move ${name} ${step < 0 ? 'up' : 'down'}`}
      aria-disabled={isEnd}
      onClick={() => {
        if (!isEnd) onMove();
      }}
    >
      <Icon aria-hidden />
    </Button>
  );
}
