'use client';

import { PhoneOutgoing } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Tooltip } from '@/components/ui/tooltip';
import type { PersonView } from '@/lib/people/contract';
import { calledPerson } from './called-person';
import { useLogCall } from './log-call-provider';

type LogCallButtonProps = { person: PersonView /** Where there is little room. */; iconOnly?: boolean };

/** Opens the form for a call with this person. */
export function LogCallButton({ person, iconOnly = false }: LogCallButtonProps) {
  const logCall = useLogCall();
  return (
    <Tooltip label="Log a call" shortcut="c">
      <Button
        variant={iconOnly ? 'ghost' : undefined}
        size={iconOnly ? 'icon' : 'sm'}
        aria-label="Log a call"
        aria-keyshortcuts="c"
        onClick={() => logCall(calledPerson(person))}
      >
        <PhoneOutgoing aria-hidden />
        {iconOnly ? null : 'Log a call'}
      </Button>
    </Tooltip>
  );
}
