/** Keeping and bringing back the state of an instance, in memory or in a file: a head, and one line for each part. */

import { dumpHead, dumpParts, type WorldHead, type WorldPart } from '@/simulators/marketo/store/world-dump';
import type { CustomTypesState } from './custom-types';
import type { IdentityState } from './identity';
import type { Instance } from './instance';

type SnapshotHead = { version: 3; world: WorldHead; identity: IdentityState; customTypes: CustomTypesState };

/** World and tokens as lines of JSON, each of which ends with a line break. */
export function* snapshotLines(instance: Instance): Generator<string> {
  const head: SnapshotHead = {
    version: 3,
    world: dumpHead(instance.context),
    identity: instance.identity.dump(),
    customTypes: instance.customTypes.dump(),
  };
  yield `${JSON.stringify(head)}\n`;
  for (const part of dumpParts(instance.context)) yield `${JSON.stringify(part)}\n`;
}

export function takeSnapshot(instance: Instance): string {
  return [...snapshotLines(instance)].join('');
}

/** World and tokens become those of the snapshot; clock, faults and call log stay as they are. */
export function loadSnapshot(instance: Instance, content: string | Buffer): void {
  const lines = linesOf(content);
  const first = lines.next();
  const head = JSON.parse(first.done ? '{}' : first.value) as SnapshotHead;
  if (head.version !== 3) throw new Error('this snapshot was written by another version of the simulator');
  instance.world.load({ ...head.world, parts: partsOf(lines) });
  instance.identity.load(head.identity);
  instance.customTypes.load(head.customTypes);
  // These are by the number of an activity, and the numbers begin again where the snapshot ends.
  instance.servedFromMs.clear();
}

export function resetInstance(instance: Instance): void {
  instance.churn.stop();
  instance.clock.reset();
  instance.world.clear();
  instance.faults.clear();
  instance.identity.reset();
  instance.limiter.reset();
  instance.bulk.clear();
  instance.pageTokens.reset();
  instance.customTypes.load([]);
  instance.servedFromMs.clear();
  instance.calls.length = 0;
  instance.unknownRequests.length = 0;
}

/** Bytes rather than one text: a large world is longer than a string may be. */
function* linesOf(content: string | Buffer): Generator<string, void> {
  for (let start = 0; start < content.length; ) {
    const found = content.indexOf('\n', start);
    const end = found < 0 ? content.length : found;
    yield typeof content === 'string' ? content.slice(start, end) : content.toString('utf8', start, end);
    start = end + 1;
  }
}

function* partsOf(lines: Generator<string, void>): Generator<WorldPart> {
  for (const line of lines) yield JSON.parse(line) as WorldPart;
}
