'use client';

import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import type { CalledPerson } from './draft';

// Loaded on first use: no page needs it to be shown.
const LogCallDialog = dynamic(() => import('./log-call-dialog').then((m) => m.LogCallDialog));

type LogCall = (person?: CalledPerson) => void;

const LogCallContext = createContext<LogCall>(() => {});

/** Opens the form for a call from anywhere in the workspace, about somebody or about nobody yet. */
export function useLogCall(): LogCall {
  return useContext(LogCallContext);
}

export function LogCallProvider({ userId, children }: { userId: string; children: ReactNode }) {
  const [opened, setOpened] = useState<{ person: CalledPerson | null } | null>(null);
  const open = useCallback((person?: CalledPerson) => setOpened({ person: person ?? null }), []);
  return (
    <LogCallContext value={open}>
      {children}
      {opened ? <LogCallDialog userId={userId} person={opened.person} onClose={() => setOpened(null)} /> : null}
    </LogCallContext>
  );
}
