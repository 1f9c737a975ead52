'use client';

import { ErrorBanner } from '@/components/shell/error-state';
import { Badge } from '@/components/ui/badge';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { ClientAppForm } from './client-app-form';
import { useSalesforceApp } from './queries';

/** The client app of the org by which everybody connects; for admins. */
export function ClientAppCard() {
  const { data: app, error, refetch } = useSalesforceApp();
  return (
    <Card>
      <CardHeader>
        <CardTitle>Client app</CardTitle>
        {app?.clientId ? <Badge tone="good">Entered</Badge> : null}
        {app && !app.clientId ? <Badge>Missing</Badge> : null}
      </CardHeader>
      {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      <CardBody>
        {app ? <ClientAppForm app={app} /> : null}
        {app || error ? null : <Skeleton className="h-40" />}
      </CardBody>
    </Card>
  );
}
