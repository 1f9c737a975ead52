'use client';

import { ErrorState } from '@/components/shell/error-state';
import { PageHeader } from '@/components/shell/page-header';

type ErrorPageProps = { error: Error; reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <main>
      <PageHeader title="Something went wrong" />
      <ErrorState error={error} title="This page has failed" onRetry={reset} />
    </main>
  );
}
