'use client';

import { PlugZap, RefreshCw, Users } from 'lucide-react';
import Link from 'next/link';
import { useMarketoSettings } from '@/components/settings/queries';
import { EmptyState } from '@/components/shell/empty-state';
import { ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { useSync } from '@/components/sync/queries';
import { Button } from '@/components/ui/button';

/** The empty list as a user sees it, who cannot look into the settings. */
export function WhyEmpty({ everRead }: { everRead: boolean }) {
  if (everRead) return <NobodyOwned />;
  return (
    <EmptyState icon={Users} title="No people yet">
      An admin connects Marketo and starts the sync. People appear here by themselves as they are read.
    </EmptyState>
  );
}

/** The empty list as an admin sees it, with the next step. */
export function WhyEmptyForAdmin() {
  const settings = useMarketoSettings();
  const sync = useSync();
  const error = settings.error ?? sync.error;
  if (error) return <ErrorState error={error} onRetry={() => Promise.all([settings.refetch(), sync.refetch()])} />;
  if (!settings.data || !sync.data) return <LoadingState label="Looking up why there are no people" />;

  if (!settings.data.connected) {
    return (
      <EmptyState
        icon={PlugZap}
        title="Marketo is not connected"
        action={<StepLink href="/settings/marketo" text="Connect Marketo" />}
      >
        People come from Marketo. Connect it, and start the sync.
      </EmptyState>
    );
  }
  if (sync.data.phase === 'not-started') {
    return (
      <EmptyState
        icon={RefreshCw}
        title="The sync has not been started"
        action={<StepLink href="/settings/sync" text="Start the sync" />}
      >
        Marketo is connected. Start the sync to read its people.
      </EmptyState>
    );
  }
  if (sync.data.phase === 'following') return <NobodyOwned />;
  return <FirstLoad peopleRead={sync.data.load?.peopleRead ?? 0} isPaused={sync.data.phase === 'paused'} />;
}

function FirstLoad({ peopleRead, isPaused }: { peopleRead: number; isPaused: boolean }) {
  return (
    <EmptyState
      icon={RefreshCw}
      title={isPaused ? 'The sync is paused' : 'Loading the first people'}
      action={<StepLink href="/settings/sync" text={isPaused ? 'Resume the sync' : 'See the progress'} />}
    >
      {peopleRead.toLocaleString('en')} people read from Marketo so far. Those with a sales owner appear here by
      themselves.
    </EmptyState>
  );
}

function NobodyOwned() {
  return (
    <EmptyState icon={Users} title="Nobody to show">
      Marketo was read, and none of its people has a sales owner in Salesforce. People appear here when they get one.
    </EmptyState>
  );
}

function StepLink({ href, text }: { href: string; text: string }) {
  return (
    <Button asChild variant="primary">
      <Link href={href}>{text}</Link>
    </Button>
  );
}
