/** The way from nothing to a list that follows Marketo, as a row of stages. Pure. */
import type { SyncJob } from '@/db/queries/sync';
import type { SyncView } from './contract';
import { opportunitiesAreRead } from './jobs/read-opportunities';
import { type SyncStage, syncStages } from './model';
import { loadCheckpointOf, phaseOf } from './phase';

/** Every stage with its state. Once people are listed, opportunities are read while the feeds are followed. */
export function stagesFrom(jobs: SyncJob[], isConnected: boolean): SyncView['stages'] {
  const underWay = new Set(stagesUnderWay(jobs, isConnected));
  const phase = phaseOf(jobs);
  const runs = phase === 'loading' || phase === 'following';
  const last = Math.max(...[...underWay].map((stage) => syncStages.indexOf(stage)));
  return syncStages.map((stage, index) => {
    if (underWay.has(stage)) return { stage, state: runs || stage === 'connect' ? 'now' : 'stopped' };
    return { stage, state: index < last ? 'done' : 'ahead' };
  });
}

function stagesUnderWay(jobs: SyncJob[], isConnected: boolean): SyncStage[] {
  if (!isConnected) return ['connect'];
  const load = loadCheckpointOf(jobs);
  if (!load || load.phase === 'positions') return ['positions'];
  if (load.phase === 'method' || load.phase === 'probe') return ['method'];
  if (load.phase !== 'done') return ['load'];
  const opportunities = jobs.find((job) => job.name === 'read-opportunities');
  return opportunitiesAreRead(opportunities?.checkpoint) ? ['following'] : ['opportunities', 'following'];
}
