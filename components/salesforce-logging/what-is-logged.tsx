'use client';

import { Badge } from '@/components/ui/badge';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import type { LoggingView } from '@/lib/salesforce-logging/contract';
import { SwitchLoggingDialog } from './switch-logging-dialog';
import { groupSince, loggedGroups } from './words';

/** E-mails, replies and calls: on since when, and the way to change it, past a preview. */
export function WhatIsLogged({ view, isAdmin }: { view: LoggingView; isAdmin: boolean }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>What is logged</CardTitle>
        <p className="text-muted text-xs">Only what happens after it is switched on; nothing older is ever sent.</p>
      </CardHeader>
      <CardBody className="grid gap-3 p-0">
        <ul className="divide-y">
          {loggedGroups.map((group) => {
            const since = groupSince(group, view.switches);
            return (
              <li key={group.key} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
                <div className="min-w-52 grow">
                  <p className="font-medium">{group.title}</p>
                  <p className="text-muted text-xs">{group.hint}</p>
                </div>
                <p className="flex items-center gap-2 text-muted text-xs">
                  {since ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>}
                  {since ? <RelativeTime value={since} /> : null}
                </p>
                {isAdmin ? <SwitchLoggingDialog group={group} isOn={since !== null} settings={view.settings} /> : null}
              </li>
            );
          })}
        </ul>
      </CardBody>
    </Card>
  );
}
