'use client';

import { TriangleAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { ApiProblem } from '@/lib/http/fetch-json';

type ErrorStateProps = { error: unknown; title?: string; onRetry?: () => void };

/** In place of content that could not be read. */
export function ErrorState({ error, title = 'This could not be loaded', onRetry }: ErrorStateProps) {
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-16 text-center">
      <TriangleAlert aria-hidden className="mb-1 size-6 text-warn-fg" />
      <h2 className="font-semibold text-sm">{title}</h2>
      <p className="text-muted">{errorSentence(error)}</p>
      <RequestId error={error} />
      {onRetry ? (
        <Button className="mt-3" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}

/** Above content that is still shown although its newest state could not be read. */
export function ErrorBanner({ error, onRetry, className }: ErrorStateProps & { className?: string }) {
  return (
    <div
      role="alert"
      className={cn('flex flex-wrap items-center gap-x-3 gap-y-1 bg-warn-bg px-4 py-1.5 text-warn-fg', className)}
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      <span>{errorSentence(error)}</span>
      <RequestId error={error} />
      {onRetry ? (
        <Button size="sm" className="ml-auto" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}

/** What to tell the person at the screen about a failure. */
export function errorSentence(error: unknown) {
  if (error instanceof ApiProblem) return error.message;
  return 'Something unexpected happened on this page. Try again, or reload the page.';
}

function RequestId({ error }: { error: unknown }) {
  const requestId = error instanceof ApiProblem ? error.requestId : null;
  if (!requestId) return null;
  return (
    <p className="text-xs opacity-90">
      Request <code className="font-mono">{requestId}</code>
    </p>
  );
}
