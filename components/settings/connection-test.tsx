'use client';

import { CircleCheck, CircleX } from 'lucide-react';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import type { MarketoTest } from '@/lib/settings/contract';
import { useTestMarketo } from './queries';

/** Tries the stored connection and tells the outcome of each check. */
export function ConnectionTest({ connected }: { connected: boolean }) {
  const { mutate, isPending, data, error } = useTestMarketo();
  return (
    <Card>
      <CardHeader>
        <CardTitle>Test</CardTitle>
        <Button size="sm" disabled={!connected || isPending} onClick={() => mutate()}>
          {isPending ? 'Testing…' : 'Test connection'}
        </Button>
      </CardHeader>
      <CardBody aria-live="polite" aria-busy={isPending}>
        {error ? <p className="text-bad-fg">{errorSentence(error)}</p> : null}
        {data && !error ? <Checks test={data} /> : null}
        {!data && !error ? (
          <p className="text-muted">
            {connected ? 'Asks Marketo with the stored credentials, one check after the other.' : 'Connect first.'}
          </p>
        ) : null}
      </CardBody>
    </Card>
  );
}

function Checks({ test }: { test: MarketoTest }) {
  return (
    <>
      <ul className="grid gap-2">
        {test.checks.map((check) => (
          <li key={check.name} className="flex gap-2">
            {check.ok ? (
              <CircleCheck role="img" aria-label="Passed" className="mt-0.5 size-4 shrink-0 text-good-fg" />
            ) : (
              <CircleX role="img" aria-label="Failed" className="mt-0.5 size-4 shrink-0 text-bad-fg" />
            )}
            <span>
              <span className="font-medium">{check.name}</span>
              <span className="block text-muted">{check.message}</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-muted text-xs">
        {test.ok ? 'Everything needed can be read.' : 'See the permissions below.'} {test.apiCalls} API calls.
      </p>
    </>
  );
}
