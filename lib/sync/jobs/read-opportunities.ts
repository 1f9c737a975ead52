/** Reads the opportunity roles of listed people, 300 at a time: after the first load, and then every week. */
import { z } from 'zod';
import { lockPeopleWrites } from '@/db/queries/people-sync';
import { selectOpportunityHolders, updateOpportunities } from '@/db/queries/person-opportunities';
import { selectJob } from '@/db/queries/sync';
import { opportunityByLead } from '../../marketo/map-people';
import type { Job, Step, SyncCtx } from '../engine';
import { noCounts } from '../model';
import { comingToRest } from '../quiet-step';
import { loadIsDone } from './load-checkpoint';
import { connectionOf, peoplePerCall } from './read-people';

const OpportunitiesCheckpoint = z.object({
  /** People up to this id were read in this round. */
  afterId: z.number().int(),
  /** When the next round begins; null while one is under way. */
  dueAt: z.coerce.date().nullable(),
});
type OpportunitiesCheckpoint = z.infer<typeof OpportunitiesCheckpoint>;

const dayMs = 24 * 3600_000;
const weekMs = 7 * dayMs;

export const readOpportunities: Job<OpportunitiesCheckpoint> = {
  name: 'read-opportunities',
  checkpoint: OpportunitiesCheckpoint,
  first: () => ({ afterId: 0, dueAt: null }),

  async step({ afterId, dueAt }, ctx) {
    if (dueAt && dueAt > ctx.clock.now()) return comingToRest({ afterId, dueAt });
    const load = await selectJob(ctx.db, 'load-people');
    if (!loadIsDone(load.checkpoint)) return comingToRest({ afterId, dueAt: null });
    const { readsOpportunities, fieldMapping } = await connectionOf(ctx);
    // Whether it may is asked again every day.
    if (!readsOpportunities) return comingToRest({ afterId: 0, dueAt: new Date(ctx.clock.now().getTime() + dayMs) });
    // Only contacts have roles. Where the instance does not tell who is one, everybody may be.
    const contactsOnly = fieldMapping.some((m) => m.field === 'sfdcContactId' && m.marketoName !== null);
    const ids = await selectOpportunityHolders(ctx.db, { afterId, contactsOnly, limit: peoplePerCall });
    const last = ids.at(-1);
    if (last === undefined) return comingToRest({ afterId: 0, dueAt: new Date(ctx.clock.now().getTime() + weekMs) });
    return readRoles(ctx, ids, last);
  },
};

/** Whether everybody's opportunities are read, until the next round is due. */
export function opportunitiesAreRead(checkpoint: unknown): boolean {
  const parsed = OpportunitiesCheckpoint.safeParse(checkpoint);
  return parsed.success && parsed.data.dueAt !== null;
}

async function readRoles(ctx: SyncCtx, ids: number[], last: number): Promise<Step<OpportunitiesCheckpoint>> {
  const readAt = ctx.clock.now();
  const client = await ctx.marketo('loads');
  const found = opportunityByLead(await client.getOpportunityRoles({ leadIds: ids }));
  return {
    next: { afterId: last, dueAt: null },
    done: false,
    commit: async (tx) => {
      await lockPeopleWrites(tx);
      const opportunities = new Map(ids.map((id) => [id, found.get(id) ?? null]));
      const written = await updateOpportunities(tx, { readAt, opportunities, origin: { source: 'sweep' } });
      return { ...noCounts, read: ids.length, written };
    },
  };
}
