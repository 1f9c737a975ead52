'use client';

import { useId } from 'react';
import { toast } from 'sonner';
import { errorSentence } from '@/components/shell/error-state';
import { Select } from '@/components/ui/select';
import { useSaveCallBudget } from './queries';

const usual = [30, 40, 50, 60, 70, 80, 90];

/** At which part of the day's quota loads and sweeps rest; saved as soon as it is chosen. */
export function LoadsCeiling({ percent }: { percent: number }) {
  const save = useSaveCallBudget();
  const id = useId();
  const choices = [...new Set([...usual, percent])].sort((a, b) => a - b);
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-muted">
        Loads rest from
      </label>
      <Select
        id={id}
        className="w-auto"
        value={percent}
        disabled={save.isPending}
        onChange={(event) =>
          save.mutate(
            { loadsDayPercent: Number(event.target.value) },
            {
              onSuccess: () => toast.success('Saved'),
              onError: (error) => toast.error(errorSentence(error)),
            },
          )
        }
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice} % of the day
          </option>
        ))}
      </Select>
    </div>
  );
}
