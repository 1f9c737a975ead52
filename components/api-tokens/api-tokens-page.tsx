'use client';

import { KeyRound } from 'lucide-react';
import { EmptyState } from '@/components/shell/empty-state';
import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { PageHeader } from '@/components/shell/page-header';
import { ApiTokensTable } from './api-tokens-table';
import { CreateTokenDialog } from './create-token-dialog';
import { useApiTokens } from './queries';

/** Settings › API tokens: by which other systems act for the signed-in user. */
export function ApiTokensPage() {
  const { data, error, refetch, dataUpdatedAt } = useApiTokens();
  return (
    <>
      <PageHeader
        title="API tokens"
        asOf={data ? new Date(dataUpdatedAt).toISOString() : null}
        actions={<CreateTokenDialog />}
      />
      {data ? (
        <>
          {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
          {data.tokens.length > 0 ? (
            <div className="grid gap-4 p-4">
              <p className="text-muted">
                Whoever has a token acts as you, within what the token may do. Revoke one that you no longer use.
              </p>
              <ApiTokensTable tokens={data.tokens} />
            </div>
          ) : (
            <EmptyState icon={KeyRound} title="No API tokens">
              With a token a mail plug-in or another system can report what you did: e-mails, calls, sales campaigns.
            </EmptyState>
          )}
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <LoadingState label="Loading API tokens" rows={4} />
      )}
    </>
  );
}
