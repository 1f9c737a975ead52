'use client';

import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import { type CalledPerson, emptyDraft, isWorthKeeping } from './draft';
import { keepDraft, keptDraft } from './kept-drafts';
import { LogCallForm } from './log-call-form';
import { useCallChoices } from './queries';

type LogCallDialogProps = {
  userId: string;
  /** Whom it is opened for; null asks. */
  person: CalledPerson | null;
  onClose(): void;
};

const keptNotice = 'call-kept';

/** The form for a call. What is typed stays when it is closed by accident, and is there when it opens again. */
export function LogCallDialog({ userId, person, onClose }: LogCallDialogProps) {
  const about = person?.marketoId ?? null;
  const choices = useCallChoices();
  // The form comes after the dialog has taken the focus, which the form then places.
  const [hasFocus, setHasFocus] = useState(false);
  const [kept, setKept] = useState(() => keptDraft(userId, about));
  const [draft, setDraft] = useState(() => kept ?? emptyDraft(person, new Date()));

  useEffect(() => keepDraft(userId, about, isWorthKeeping(draft) ? draft : null), [userId, about, draft]);

  function startOver() {
    setKept(null);
    setDraft(emptyDraft(person, new Date()));
  }
  function close() {
    if (isWorthKeeping(draft)) toast.info('What you typed is kept. Open the form again to go on.', { id: keptNotice });
    onClose();
  }
  return (
    <Dialog open onOpenChange={close}>
      <DialogContent
        title="Log a call"
        className="top-[6vh] max-h-[88vh] w-[min(40rem,calc(100vw-1.5rem))]"
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          toast.dismiss(keptNotice);
          setHasFocus(true);
        }}
        onEscapeKeyDown={(event) => {
          if (isChoosing(event)) event.preventDefault();
        }}
      >
        {choices.data && hasFocus ? (
          <LogCallForm
            key={draft.openedAt}
            draft={draft}
            choices={choices.data}
            isContinued={kept !== null}
            onChange={(changed) => setDraft((now) => ({ ...now, ...changed }))}
            onStartOver={startOver}
            onCancel={close}
            onLogged={(call) => {
              keepDraft(userId, about, null);
              toast.success(`Call with ${call.person.name} logged`);
              onClose();
            }}
          />
        ) : choices.error ? (
          <ErrorState error={choices.error} onRetry={() => choices.refetch()} />
        ) : (
          <LoadingState label="Loading the form" rows={6} />
        )}
      </DialogContent>
    </Dialog>
  );
}

/** Escape then closes the list of people only. */
function isChoosing({ target }: { target: EventTarget | null }) {
  return target instanceof Element && target.getAttribute('aria-expanded') === 'true';
}
