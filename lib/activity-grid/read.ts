import { upsertActivities } from '@/db/queries/activities';
import { deleteDayToken, selectDayToken, updateActivityRead, upsertDayToken } from '@/db/queries/activity-reads';
import type { Ctx } from '@/lib/context';
import type { ActivityPage } from '@/lib/marketo/api-types';
import type { MarketoClient } from '@/lib/marketo/client';
import { activityFromWire } from '@/lib/marketo/map-activities';
import { ProviderFault } from '@/lib/provider-fault';
import type { LoadBudget } from './budget';
import type { TypeGroups } from './groups';
import type { Step } from './plan';
import { isFinished, type PageFacts, progressAfter, progressWithoutToken } from './progress';

export type StepReader = (step: Step) => Promise<StepOutcome>;

/** `skipped`: the budget ended first. `renewed`: the stored token was no longer accepted, so plan again. */
export type StepOutcome =
  | { kind: 'read'; finished: boolean; nextPageToken: string; rows: number }
  | { kind: 'skipped' }
  | { kind: 'renewed' };

type Deps = { ctx: Ctx; marketo: MarketoClient; budget: LoadBudget; groups: TypeGroups; marketoId: number };
type DayToken = { day: string; token: string; minted: boolean };

/**
 * A function that reads the page of a step and stores its rows and the progress made in one transaction. Throws
 * ProviderFault. A token that Marketo rejects is replaced once; rejected again, the fault is thrown.
 */
export function createStepReader(deps: Deps): StepReader {
  const dayTokens = new Map<string, Promise<DayToken | null>>();
  const renewed = new Set<string>();

  return async function readStep(step) {
    const day = step.token || !step.from ? null : step.from.toISOString().slice(0, 10);
    const dated = day ? await dayToken(day) : null;
    const token = step.token ?? dated?.token;
    if (!token || !deps.budget.claim()) return { kind: 'skipped' };
    const askedAt = deps.ctx.clock.now();
    try {
      const page = await deps.marketo.getActivities({
        nextPageToken: token,
        activityTypeIds: deps.groups.typeIds.get(step.read.typeGroup) ?? [],
        leadIds: [deps.marketoId],
      });
      return await stored(deps, step, page, askedAt);
    } catch (error) {
      if (!isRejected(error) || dated?.minted) throw error;
      await renewToken(step, dated, error);
      return { kind: 'renewed' };
    }
  };

  /** One token per day for everybody, looked up once per load; null when the budget allows no new one. */
  function dayToken(day: string): Promise<DayToken | null> {
    const known = dayTokens.get(day) ?? mintedOrStored(deps, day);
    dayTokens.set(day, known);
    return known;
  }

  async function renewToken(step: Step, dated: DayToken | null, error: unknown) {
    if (dated) {
      dayTokens.delete(dated.day);
      return deleteDayToken(deps.ctx.db, dated);
    }
    const name = `${step.purpose} ${step.read.typeGroup}`;
    if (renewed.has(name) || step.purpose === 'overlap') throw error;
    renewed.add(name);
    await updateActivityRead(deps.ctx.db, step.read, progressWithoutToken(step));
  }
}

async function mintedOrStored({ ctx, marketo, budget }: Deps, day: string): Promise<DayToken | null> {
  const stored = await selectDayToken(ctx.db, day);
  if (stored) return { day, token: stored, minted: false };
  if (!budget.claim()) return null;
  const token = await marketo.getPagingToken({ since: new Date(`${day}T00:00:00Z`) });
  await upsertDayToken(ctx.db, { day, token, mintedAt: ctx.clock.now() });
  return { day, token, minted: true };
}

async function stored(deps: Deps, step: Step, page: ActivityPage, askedAt: Date): Promise<StepOutcome> {
  const rows = page.activities.flatMap((wire) => {
    const activity = activityFromWire(wire, deps.groups.types);
    return activity ? [{ ...activity, readAt: askedAt }] : [];
  });
  const newestMs = rows.reduce((latest, row) => Math.max(latest, row.occurredAt.getTime()), 0);
  const facts: PageFacts = {
    nextPageToken: page.nextPageToken,
    moreResult: page.moreResult,
    newest: rows.length > 0 ? new Date(newestMs) : null,
    askedAt,
  };
  await deps.ctx.db.transaction(async (tx) => {
    await upsertActivities(tx, rows);
    await updateActivityRead(tx, step.read, progressAfter(step, facts));
  });
  return {
    kind: 'read',
    finished: isFinished(step, facts),
    nextPageToken: page.nextPageToken,
    rows: page.activities.length,
  };
}

// Codes 10xx speak about a value that was sent; which of them means an outdated token is not documented.
function isRejected(error: unknown): boolean {
  return error instanceof ProviderFault && error.kind === 'rejected' && /^10\d\d$/.test(error.remoteCode ?? '');
}
