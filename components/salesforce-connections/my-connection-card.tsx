'use client';

import { Badge } from '@/components/ui/badge';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import type { ConnectionView, MyConnection } from '@/lib/salesforce-connections/contract';
import { ConnectDialog } from './connect-dialog';
import { ConnectionFacts } from './connection-facts';
import { DisconnectDialog } from './disconnect-dialog';
import { ResumeButton } from './resume-button';
import { TestDialog } from './test-dialog';
import { activitiesText, stateWords } from './words';

const whatFor = 'You allow Sales Actions to read and write records as you. Salesforce asks you to confirm it.';

type MyConnectionCardProps = { mine: MyConnection; isAdmin: boolean };

/** The signed-in user's own connection, and what can be done about it. */
export function MyConnectionCard({ mine, isAdmin }: MyConnectionCardProps) {
  const { connection, ready, served, waiting, loginUrl } = mine;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Your connection</CardTitle>
        {connection ? (
          <Badge tone={stateWords[connection.state].tone}>{stateWords[connection.state].title}</Badge>
        ) : (
          <Badge>Not connected</Badge>
        )}
      </CardHeader>
      <CardBody className="grid gap-4">
        {connection ? <ConnectionFacts connection={connection} /> : <NotConnected {...{ ready, served, isAdmin }} />}
        {waiting > 0 ? <p>{activitiesText(waiting)} of yours wait to be sent to Salesforce.</p> : null}
        {connection ? <Deeds connection={connection} loginUrl={loginUrl} /> : null}
        {!connection && ready ? (
          <p>
            <ConnectDialog
              label="Connect…"
              variant="primary"
              purpose="seller"
              {...{ loginUrl, description: whatFor }}
            />
          </p>
        ) : null}
      </CardBody>
    </Card>
  );
}

function NotConnected({ ready, served, isAdmin }: { ready: boolean; served: boolean; isAdmin: boolean }) {
  if (!ready) {
    return (
      <p className="text-muted">
        {isAdmin
          ? 'Enter the client app of your Salesforce org first; then everybody can connect.'
          : 'An admin of Sales Actions has not prepared this yet.'}
      </p>
    );
  }
  if (served) {
    return (
      <p className="text-muted">
        What you do is logged by the integration user, in your name where Salesforce has a user with your e-mail
        address. Connected yourself, you log as yourself, with your own rights.
      </p>
    );
  }
  return (
    <p className="text-muted">Connect, so that your e-mails, replies and calls are logged to Salesforce as yours.</p>
  );
}

function Deeds({ connection, loginUrl }: { connection: ConnectionView; loginUrl: string }) {
  const { id, state } = connection;
  const signIn = { purpose: 'seller', loginUrl, description: whatFor } as const;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {state === 'paused' ? <ResumeButton id={id} /> : null}
      {state === 'needs-reauth' ? <ConnectDialog label="Sign in again…" variant="primary" {...signIn} /> : null}
      <TestDialog id={id} />
      {state === 'needs-reauth' ? null : <ConnectDialog label="Connect anew…" {...signIn} />}
      <DisconnectDialog id={id} whose="your connection" />
    </div>
  );
}
