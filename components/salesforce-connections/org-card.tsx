'use client';

import { useId } from 'react';
import { errorSentence } from '@/components/shell/error-state';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import type { OrgView } from '@/lib/salesforce-connections/contract';
import { KeyField } from './key-field';
import { OrgUsage } from './org-usage';
import { useDescribeOrg } from './queries';

/** What is known of an org: its API calls, and what it offers logging. */
export function OrgCard({ org }: { org: OrgView }) {
  const titleId = useId();
  const describe = useDescribeOrg();
  const { orgId, instanceUrl, offers, describedAt } = org;
  return (
    <Card aria-labelledby={titleId}>
      <CardHeader>
        <CardTitle id={titleId}>Org {new URL(instanceUrl).host}</CardTitle>
        <Button size="sm" disabled={describe.isPending} onClick={() => describe.mutate(orgId)}>
          {describe.isPending ? 'Asking Salesforce…' : 'Check again'}
        </Button>
      </CardHeader>
      <CardBody className="grid gap-4">
        {describe.error ? (
          <p role="alert" className="text-bad-fg">
            {errorSentence(describe.error)}
          </p>
        ) : null}
        <OrgUsage org={org} />
        {offers ? (
          <>
            <KeyField key={offers.chosenKeyField} orgId={orgId} offers={offers} />
            <dl className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 gap-y-1">
              {offers.objects.map(({ name, visible, createable }) => (
                <ObjectLine key={name} name={name} visible={visible} createable={createable} />
              ))}
            </dl>
            <p className="text-muted">
              A task is done when its status is {offers.closedStatuses.join(' or ') || '… no status of the org says so'}
              .
            </p>
            <p className="text-muted text-xs">
              Read <RelativeTime value={describedAt} />, and once a day.
            </p>
          </>
        ) : (
          <p className="text-muted">What the org offers was not read yet.</p>
        )}
      </CardBody>
    </Card>
  );
}

function ObjectLine({ name, visible, createable }: { name: string; visible: boolean; createable: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {visible ? (
          <Badge tone="good">{createable ? 'Read and write' : 'Read'}</Badge>
        ) : (
          <Badge tone="warn">Hidden</Badge>
        )}
      </dd>
    </>
  );
}
