import 'server-only';
import { selectDeliverySwitches } from '@/db/queries/sales-activities';
import { selectLogging, selectTeamCapabilities, teamOwner, upsertLogging } from '@/db/queries/salesforce-senders';
import type { Actor } from '../auth/model';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { isOffered, salesActivityKinds } from '../sales-activities/model';
import type { LoggingInput, LoggingView } from './contract';
import { defaultLogging, loggingOf } from './model';
import { orgViewFrom } from './org-view';

/** How activities of whoever asks are logged to Salesforce, and whether he or she may change that. */
export async function readLogging(ctx: Ctx): Promise<LoggingView> {
  const actor = actorOf(ctx);
  const [{ team, own }, switches, capabilities] = await Promise.all([
    selectLogging(ctx.db, [actor.userId]),
    selectDeliverySwitches(ctx.db),
    selectTeamCapabilities(ctx.db),
  ]);
  const isAdmin = actor.role === 'admin';
  const mine = own.get(actor.userId) ?? null;
  const teamWide = team?.teamWide ?? true;
  // An admin looks at what counts for the team.
  const isOwn = !isAdmin && !teamWide && mine !== null;
  const onSince = new Map(
    switches.filter(({ destination }) => destination === 'salesforce').map((one) => [one.kind, one.onSince]),
  );
  return {
    settings: isAdmin ? (team?.settings ?? defaultLogging) : loggingOf(team, mine?.settings ?? null),
    of: isOwn ? 'own' : team ? 'team' : 'default',
    teamWide,
    mayChange: isAdmin || !teamWide,
    changedAt: (isOwn ? mine?.changedAt : team?.changedAt)?.toISOString() ?? null,
    switches: salesActivityKinds
      .filter((kind) => isOffered('salesforce', kind))
      .map((kind) => ({ kind, onSince: onSince.get(kind)?.toISOString() ?? null })),
    org: capabilities && orgViewFrom(capabilities),
  };
}

/**
 * Stores the team's settings when an admin saves, else the member's own. They count for what is delivered from now on.
 * Throws AppError `forbidden` for a member while the admin's choices count for everybody.
 */
export async function saveLogging(ctx: Ctx, { settings, teamWide }: LoggingInput): Promise<LoggingView> {
  const actor = actorOf(ctx);
  const changedAt = ctx.clock.now();
  const { team } = await selectLogging(ctx.db, []);
  if (actor.role === 'admin') {
    await upsertLogging(ctx.db, {
      owner: teamOwner,
      settings,
      teamWide: teamWide ?? team?.teamWide ?? true,
      changedAt,
    });
  } else {
    if (team?.teamWide ?? true)
      throw new AppError('forbidden', 'An admin decides for everybody how activities are logged.');
    await upsertLogging(ctx.db, { owner: actor.userId, settings, changedAt });
  }
  ctx.log.info({ team: actor.role === 'admin' }, 'Salesforce logging saved');
  return readLogging(ctx);
}

function actorOf({ actor }: Ctx): Actor {
  if (!actor) throw new AppError('unauthenticated', 'Sign in to continue.');
  return actor;
}
