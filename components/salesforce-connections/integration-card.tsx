import { Badge } from '@/components/ui/badge';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import type { ConnectionsView } from '@/lib/salesforce-connections/contract';
import { ConnectDialog } from './connect-dialog';
import { ConnectionFacts } from './connection-facts';
import { DisconnectDialog } from './disconnect-dialog';
import { ResumeButton } from './resume-button';
import { TestDialog } from './test-dialog';
import { activitiesText, stateWords } from './words';

const whatFor =
  'Log in as a user that may make tasks for others. Whoever is logged in at Salesforce in this browser is connected.';

type IntegrationCardProps = {
  integration: ConnectionsView['connections'][number] | null;
  ready: boolean;
  loginUrl: string;
};

/** The one connection that serves everybody who has none. */
export function IntegrationCard({ integration, ready, loginUrl }: IntegrationCardProps) {
  const signIn = { purpose: 'integration', loginUrl, description: whatFor } as const;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Integration user</CardTitle>
        {integration ? (
          <Badge tone={stateWords[integration.state].tone}>{stateWords[integration.state].title}</Badge>
        ) : (
          <Badge>None</Badge>
        )}
      </CardHeader>
      <CardBody className="grid gap-4">
        <p className="text-muted">
          Serves sellers without a connection of their own. What they do is logged in their names where Salesforce has
          an active user with their e-mail address.
        </p>
        {integration ? <ConnectionFacts connection={integration} /> : null}
        {integration && integration.waiting > 0 ? (
          <p>{activitiesText(integration.waiting)} of sellers without a connection wait.</p>
        ) : null}
        <div className="flex flex-wrap items-center gap-2">
          {integration?.state === 'paused' ? <ResumeButton id={integration.id} /> : null}
          {integration ? <TestDialog id={integration.id} whose="the integration user" /> : null}
          {ready ? <ConnectDialog label={integration ? 'Connect anew…' : 'Connect one…'} {...signIn} /> : null}
          {integration ? (
            <DisconnectDialog
              id={integration.id}
              whose="the integration user"
              label="Disconnect the integration user"
            />
          ) : null}
        </div>
      </CardBody>
    </Card>
  );
}
