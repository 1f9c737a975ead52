'use client';

import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import type { MarketoTest } from '@/lib/settings/contract';
import { CheckList } from './check-list';
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
      <CheckList checks={test.checks} />
      <p className="mt-3 text-muted text-xs">
        {test.ok ? 'Everything needed can be read.' : 'See the permissions below.'} {test.apiCalls} API calls.
      </p>
    </>
  );
}
