'use client';

import { Badge } from '@/components/ui/badge';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import type { MarketoSettings } from '@/lib/settings/contract';

const farOffMs = 60_000;

/** Whether Marketo can be reached, and what it said when it could not. */
export function ConnectionStatus({ settings }: { settings: MarketoSettings }) {
  const { connected, lastFault, clockAheadMs, connectedAt, lastOkAt } = settings;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Connection</CardTitle>
        {!connected ? <Badge>Not connected</Badge> : null}
        {connected && lastFault ? <Badge tone="bad">Failing</Badge> : null}
        {connected && !lastFault ? <Badge tone="good">Connected</Badge> : null}
      </CardHeader>
      <CardBody className="grid gap-2">
        {connected ? null : (
          <p className="text-muted">Enter the endpoint, the client ID and the secret, then connect.</p>
        )}
        {lastFault ? <p className="text-bad-fg">{lastFault}</p> : null}
        {Math.abs(clockAheadMs ?? 0) > farOffMs ? (
          <p className="text-warn-fg">
            The clock of this server and Marketo&rsquo;s are {Math.round(Math.abs(clockAheadMs ?? 0) / 60_000)} min
            apart. The sync goes by Marketo&rsquo;s, but times shown here are off: set the server&rsquo;s clock by NTP.
          </p>
        ) : null}
        {connected ? (
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
            <dt className="text-muted">Connected</dt>
            <dd>
              <RelativeTime value={connectedAt} />
            </dd>
            <dt className="text-muted">Last answer</dt>
            <dd>
              <RelativeTime value={lastOkAt} fallback="none yet" />
            </dd>
          </dl>
        ) : null}
      </CardBody>
    </Card>
  );
}
