'use client';

import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { useShortcuts } from '@/components/shell/shortcuts';
import type { CalledPerson } from './draft';
import { callChoicesOptions } from './queries';

// Loaded beside the page, which does not need it to be shown.
const importDialog = () => import('./log-call-dialog');
const LogCallDialog = dynamic(() => importDialog().then((m) => m.LogCallDialog));

type LogCall = (person?: CalledPerson) => void;

const LogCallContext = createContext<LogCall>(() => {});

/**
 * Opens the form for a call from anywhere in the workspace, about somebody or about nobody yet. Where it can be opened it
 * is at hand: whoever presses a key goes on typing at once.
 */
export function useLogCall(): LogCall {
  const client = useQueryClient();
  useEffect(() => {
    void importDialog();
    void client.prefetchQuery(callChoicesOptions());
  }, [client]);
  return useContext(LogCallContext);
}

export function LogCallProvider({ userId, children }: { userId: string; children: ReactNode }) {
  const [opened, setOpened] = useState<{ person: CalledPerson | null } | null>(null);
  const open = useCallback((person?: CalledPerson) => setOpened({ person: person ?? null }), []);
  useShortcuts({ c: () => open() }, { everywhere: true });
  return (
    <LogCallContext value={open}>
      {children}
      {opened ? <LogCallDialog userId={userId} person={opened.person} onClose={() => setOpened(null)} /> : null}
    </LogCallContext>
  );
}
