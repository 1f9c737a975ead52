'use client';

import { Badge } from '@/components/ui/badge';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import type { LoggingView } from '@/lib/salesforce-logging/contract';
import { SwitchOffDialog } from './switch-off-dialog';
import { SwitchOnDialog } from './switch-on-dialog';
import { groupState, kindsText, type LoggedGroup, loggedGroups } from './words';

type WhatIsLoggedProps = { view: LoggingView; isAdmin: boolean };

/** E-mails, replies and calls: on since when, and the way to change it, past a preview. */
export function WhatIsLogged({ view, isAdmin }: WhatIsLoggedProps) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>What is logged</CardTitle>
        <p className="text-muted text-xs">Only what happens after it is switched on; nothing older is ever sent.</p>
      </CardHeader>
      <CardBody className="grid gap-3 p-0">
        <ul className="divide-y">
          {loggedGroups.map((group) => (
            <GroupLine key={group.key} group={group} view={view} isAdmin={isAdmin} />
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}

function GroupLine({ group, view, isAdmin }: WhatIsLoggedProps & { group: LoggedGroup }) {
  const { on, off, since } = groupState(group, view.switches);
  const isPartly = on.length > 0 && off.length > 0;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-52 grow">
        <p className="font-medium">{group.title}</p>
        <p className="text-muted text-xs">{group.hint}</p>
        {isPartly ? (
          <p className="text-muted text-xs">
            On: {kindsText(on)}. Off: {kindsText(off)}.
          </p>
        ) : null}
      </div>
      <p className="flex items-center gap-2 text-muted text-xs">
        {isPartly ? (
          <Badge tone="warn">Partly on</Badge>
        ) : (
          <Badge tone={since ? 'good' : 'neutral'}>{since ? 'On' : 'Off'}</Badge>
        )}
        {since ? <RelativeTime value={since} /> : null}
      </p>
      {isAdmin ? (
        <div className="flex flex-wrap gap-2">
          {off.length > 0 ? <SwitchOnDialog title={group.title} kinds={off} settings={view.settings} /> : null}
          {on.length > 0 ? <SwitchOffDialog title={group.title} kinds={on} /> : null}
        </div>
      ) : null}
    </li>
  );
}
