'use client';

import { usePrefetchQuery } from '@tanstack/react-query';
import { PhoneOutgoing } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Tooltip } from '@/components/ui/tooltip';
import type { PersonView } from '@/lib/people/contract';
import { calledPerson } from './called-person';
import { useLogCall } from './log-call-provider';
import { callChoicesOptions } from './queries';

/** Opens the form for a call with this person. What it asks is there before it opens. */
export function LogCallButton({ person }: { person: PersonView }) {
  const logCall = useLogCall();
  usePrefetchQuery(callChoicesOptions());
  return (
    <Tooltip label="Log a call" shortcut="c">
      <Button size="sm" aria-keyshortcuts="c" onClick={() => logCall(calledPerson(person))}>
        <PhoneOutgoing aria-hidden />
        Log a call
      </Button>
    </Tooltip>
  );
}
