'use client';

import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger, useDialogOpen } from '@/components/ui/dialog';
import { type ChoiceList, choiceWords } from '@/lib/calls/model';
import type { Choice } from './choice-fields';
import { ChoiceFields, choiceInputOf } from './choice-fields';
import { useChangeChoices } from './queries';

type ChangeChoiceDialogProps = { list: ChoiceList; choice: Choice };

/** Another name for a choice, or another meaning of an outcome. */
export function ChangeChoiceDialog({ list, choice }: ChangeChoiceDialogProps) {
  const { mutate, isPending, error, reset } = useChangeChoices();
  const { open, onOpenChange } = useDialogOpen(reset);
  const [value, setValue] = useState({ name: choice.name, type: choice.type ?? 'answered' });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isPending) return;
    const changed = () => {
      toast.success(`“${value.name.trim()}” changed`);
      onOpenChange(false);
    };
    mutate({ do: 'change', list, id: choice.id, choice: choiceInputOf(list, value) }, { onSuccess: changed });
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setValue({ name: choice.name, type: choice.type ?? 'answered' });
        onOpenChange(next);
      }}
    >
      <DialogTrigger asChild>
        <Button size="sm" aria-label={`Change ${choice.name}`}>
          Change…
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Change the ${choiceWords[list]}`}
        description="Calls that were logged with it keep the name they have."
      >
        <form noValidate onSubmit={submit} className="mt-4 grid gap-3">
          <ChoiceFields
            list={list}
            label="Name"
            value={value}
            error={error ? errorSentence(error) : undefined}
            onChange={setValue}
          />
          <DialogFooter>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" aria-disabled={isPending}>
              {isPending ? 'Changing…' : 'Change'}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
