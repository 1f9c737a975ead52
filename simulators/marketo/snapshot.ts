/** Keeping and bringing back the state of an instance, in memory or in a file. */

import type { WorldDump } from '@/simulators/marketo/store/state';
import type { CustomTypesState } from './custom-types';
import type { IdentityState } from './identity';
import type { Instance } from './instance';

type Snapshot = { version: 2; world: WorldDump; identity: IdentityState; customTypes: CustomTypesState };

/** World and tokens as JSON text. */
export function takeSnapshot(instance: Instance): string {
  const snapshot: Snapshot = {
    version: 2,
    world: instance.world.dump(),
    identity: instance.identity.dump(),
    customTypes: instance.customTypes.dump(),
  };
  return JSON.stringify(snapshot);
}

/** World and tokens become those of the snapshot; clock, faults and call log stay as they are. */
export function loadSnapshot(instance: Instance, text: string): void {
  const snapshot = JSON.parse(text) as Snapshot;
  if (snapshot.version !== 2) throw new Error('this snapshot was written by another version of the simulator');
  instance.world.load(snapshot.world);
  instance.identity.load(snapshot.identity);
  instance.customTypes.load(snapshot.customTypes);
}

export function resetInstance(instance: Instance): void {
  instance.clock.reset();
  instance.world.clear();
  instance.faults.clear();
  instance.identity.reset();
  instance.limiter.reset();
  instance.bulk.clear();
  instance.pageTokens.reset();
  instance.customTypes.load([]);
  instance.calls.length = 0;
  instance.unknownRequests.length = 0;
}
