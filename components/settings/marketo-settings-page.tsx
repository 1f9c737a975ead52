'use client';

import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { PageHeader } from '@/components/shell/page-header';
import { ConnectionStatus } from './connection-status';
import { ConnectionTest } from './connection-test';
import { LoadingCard } from './loading-card';
import { MarketoPermissions } from './marketo-permissions';
import { MarketoSettingsForm } from './marketo-settings-form';
import { useMarketoSettings } from './queries';

/** Settings › Marketo. */
export function MarketoSettingsPage() {
  const { data: settings, error, refetch } = useMarketoSettings();
  return (
    <>
      <PageHeader title="Marketo" />
      {settings ? (
        <>
          {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
          <div className="grid w-full max-w-6xl items-start gap-4 p-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <div className="grid gap-4 lg:order-last">
              <ConnectionStatus settings={settings} />
              <ConnectionTest connected={settings.connected} />
              <LoadingCard />
              <MarketoPermissions />
            </div>
            <MarketoSettingsForm settings={settings} />
          </div>
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <LoadingState label="Loading settings" />
      )}
    </>
  );
}
