import { RelativeTime } from '@/components/ui/relative-time';
import type { ConnectionView } from '@/lib/salesforce-connections/contract';

/** Who it is in Salesforce, and how it is doing. */
export function ConnectionFacts({ connection }: { connection: ConnectionView }) {
  const { name, username, instanceUrl, stateReason, connectedAt, lastUsedAt } = connection;
  return (
    <>
      {stateReason ? <p className="break-words text-bad-fg">{stateReason}</p> : null}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <dt className="text-muted">In Salesforce</dt>
        <dd className="break-words">
          {name} <span className="text-muted">({username})</span>
        </dd>
        <dt className="text-muted">Org</dt>
        <dd className="break-words">{new URL(instanceUrl).host}</dd>
        <dt className="text-muted">Connected</dt>
        <dd>
          <RelativeTime value={connectedAt} />
        </dd>
        <dt className="text-muted">Last use</dt>
        <dd>
          <RelativeTime value={lastUsedAt} fallback="none yet" />
        </dd>
      </dl>
    </>
  );
}
