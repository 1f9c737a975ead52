import { countActivitiesOfTypes } from '@/db/queries/activities';
import type { ActivityRead } from '@/db/queries/activity-reads';
import type { CallLane } from '@/lib/call-budget/model';
import type { Ctx } from '@/lib/context';
import { createLoadBudget } from './budget';
import { type TypeGroups, typeGroupsOf } from './groups';
import { headSteps, overlapSteps, type Step, windowSteps } from './plan';
import { createStepReader, type StepOutcome } from './read';

/** What a load is for: how old the newest rows may be, and how far back is enough. */
export type LoadNeed = {
  /** Who pays: what somebody waits for goes first, what fills in the past waits behind the sync. */
  lane: Extract<CallLane, 'live-grid' | 'loads'>;
  /** Groups read more recently than this are not asked for newer rows. 0 always asks. */
  headMaxAgeMs: number;
  needsOlder(reads: ActivityRead[]): Promise<boolean>;
};

/** What a load has done so far; a caller that cannot wait any longer reads it while the load goes on. */
export type LoadReport = {
  apiCalls(): number;
  /** Pages that Marketo answered. */
  answers: number;
  emptyPages: number;
  /** True when every group was read up to the present. */
  newestRead: boolean;
  fault: unknown;
};

export const newReport = (): LoadReport => ({
  apiCalls: () => 0,
  answers: 0,
  emptyPages: 0,
  newestRead: false,
  fault: null,
});

type Memory = {
  caughtUp: Set<string>;
  /** Where the last day is being read again, by group; null when it was. */
  overlaps: Map<string, string | null>;
};

/**
 * Reads from Marketo what `need` asks for, newest rows first, then older windows, then late commits, until nothing is
 * needed or the budget is spent; every page is stored as it comes. Throws ProviderFault, and AppError `not_configured`.
 */
export async function loadFromMarketo(ctx: Ctx, marketoId: number, need: LoadNeed, report: LoadReport): Promise<void> {
  const marketo = await ctx.marketo(need.lane, 'activity-grid');
  const groups = await typeGroupsOf(ctx, marketoId);
  const budget = createLoadBudget(ctx.clock, marketo);
  report.apiCalls = budget.callsMade;
  const readStep = createStepReader({ ctx, marketo, budget, groups, marketoId });
  const memory: Memory = { caughtUp: new Set(), overlaps: new Map() };
  for (;;) {
    const steps = await nextSteps({ ctx, groups, need, memory, report });
    if (steps.length === 0 || budget.callsLeft() === 0) return;
    const asked = steps.slice(0, budget.callsLeft());
    const outcomes = await Promise.allSettled(asked.map(readStep));
    outcomes.forEach((outcome, i) => {
      const step = asked[i];
      if (step && outcome.status === 'fulfilled') remember(step, outcome.value, memory, report);
    });
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }
}

type Round = { ctx: Ctx; groups: TypeGroups; need: LoadNeed; memory: Memory; report: LoadReport };

async function nextSteps({ ctx, groups, need, memory, report }: Round): Promise<Step[]> {
  const now = ctx.clock.now();
  const reads = await groups.currentReads();
  const towardsNow = headSteps(reads, { now, headMaxAgeMs: need.headMaxAgeMs, caughtUp: memory.caughtUp });
  if (towardsNow.length > 0) return towardsNow;
  report.newestRead = true;
  if (await need.needsOlder(reads)) {
    const older = windowSteps(reads, { now, rowsCovered: await rowsCovered(ctx, groups, reads) });
    if (older.length > 0) return older;
  }
  return need.headMaxAgeMs === 0 ? overlapSteps(reads, { now, begun: memory.overlaps }) : [];
}

async function rowsCovered(ctx: Ctx, groups: TypeGroups, reads: ActivityRead[]): Promise<Map<string, number>> {
  const counted = reads.map(async ({ marketoId, typeGroup, coveredFrom }) => {
    const typeIds = groups.typeIds.get(typeGroup);
    const rows =
      typeIds && coveredFrom ? await countActivitiesOfTypes(ctx.db, { marketoId, typeIds, since: coveredFrom }) : 0;
    return [typeGroup, rows] as const;
  });
  return new Map(await Promise.all(counted));
}

function remember(step: Step, outcome: StepOutcome, memory: Memory, report: LoadReport) {
  if (outcome.kind !== 'read') return;
  report.answers += 1;
  if (outcome.rows === 0) report.emptyPages += 1;
  const { typeGroup } = step.read;
  if (step.purpose === 'overlap') memory.overlaps.set(typeGroup, outcome.finished ? null : outcome.nextPageToken);
  else if (outcome.finished && !step.to) memory.caughtUp.add(typeGroup);
}
