/** What keeps all deliveries of a seller from going to a destination, whatever each of them is. */
import { type SalesforceStanding, selectSalesforceStanding } from '@/db/queries/salesforce-standing';
import { selectMarketoConnection } from '@/db/queries/settings';
import { selectJobs, selectLatestRuns } from '@/db/queries/sync';
import type { StandingTypes } from '../activity-types/model';
import { waitForTypes } from '../activity-types/waiting';
import type { Ctx } from '../context';
import type { SettingsPage, Solver } from '../diagnostics/model';
import { type Destination, destinationTitles, type SalesActivityKind } from '../sales-activities/model';
import { deliveryJobs } from '../sales-activities/wake-deliveries';
import type { Rest } from '../salesforce-budget/model';
import { restingOrgs } from '../salesforce-budget/resting-orgs';
import { carrierOf } from '../salesforce-connections/model';
import type { JobName } from '../sync/model';

export type Obstacle = {
  sentence: string;
  until: Date | null;
  solver: Solver;
  settings?: SettingsPage;
  /** The job that is paused, for an admin to resume. */
  pausedJob?: JobName;
};

export type Obstacles = {
  /** Why the job of a destination is paused; a destination without one runs. */
  paused: Partial<Record<Destination, string>>;
  salesforce: SalesforceStanding;
  /** Orgs to which nothing goes for now. */
  rests: Map<string, Rest>;
  marketo: MarketoStanding;
};

export type MarketoStanding = {
  connected: boolean;
  /** Null before anybody looked. */
  types: StandingTypes | null;
  /** Until when its job makes no calls, and why; null while it does. */
  rest: { until: Date; why: string | null } | null;
};

/** Reads what may be in the way of deliveries of these sellers. */
export async function readObstacles({ db, clock }: Pick<Ctx, 'db' | 'clock'>, userIds: string[]): Promise<Obstacles> {
  const [jobs, salesforce, connection] = await Promise.all([
    selectJobs(db),
    selectSalesforceStanding(db, userIds),
    selectMarketoConnection(db),
  ]);
  const orgIds = salesforce.connections.map(({ orgId }) => orgId);
  const resting = await restingOrgs(db, orgIds, clock.now());
  const paused: Obstacles['paused'] = {};
  for (const [destination, job] of Object.entries(deliveryJobs)) {
    const row = jobs.find(({ name }) => name === job);
    if (row && !row.enabled) paused[destination as Destination] = row.pausedReason ?? '';
  }
  const until = jobs.find(({ name }) => name === deliveryJobs.marketo)?.waitUntil ?? null;
  const rests = until !== null && until > clock.now();
  const last = rests ? (await selectLatestRuns(db)).find((run) => run.job === deliveryJobs.marketo) : undefined;
  const marketo = {
    connected: connection !== null,
    types: connection?.salesActivityTypes ?? null,
    rest: rests ? { until, why: last?.message ?? null } : null,
  };
  return { paused, salesforce, rests: resting, marketo };
}

/** The obstacle of a seller's deliveries to a destination; null when the way is free. */
export function obstacleOf(
  { paused, salesforce, rests, marketo }: Obstacles,
  { destination, userId, kind }: { destination: Destination; userId: string; kind: SalesActivityKind },
  now: Date,
): Obstacle | null {
  const reason = paused[destination];
  if (reason !== undefined) {
    const why = reason ? `: ${reason.replace(/\.?$/, '.')}` : '.';
    const sentence = `Deliveries to ${destinationTitles[destination]} are paused${why} It is sent once they go on.`;
    return { sentence, until: null, solver: 'admin', settings: 'sync', pausedJob: deliveryJobs[destination] };
  }
  return destination === 'salesforce'
    ? salesforceObstacle(salesforce, rests, userId)
    : marketoObstacle(marketo, kind, now);
}

function marketoObstacle(
  { connected, types, rest }: MarketoStanding,
  kind: SalesActivityKind,
  now: Date,
): Obstacle | null {
  if (!connected) {
    return { sentence: waitsUntil('an admin connects Marketo'), until: null, solver: 'admin', settings: 'marketo' };
  }
  const sentence = types && waitForTypes(types, [kind]);
  if (sentence) return { sentence, until: null, solver: 'admin', settings: 'activity-types' };
  if (!rest || rest.until <= now) return null;
  return { sentence: restSentence('Marketo', rest.why), until: rest.until, solver: 'nobody', settings: 'sync' };
}

function restSentence(where: string, why: string | null): string {
  return `Nothing is sent to ${where} for a while${why ? `: ${why.replace(/\.?$/, '.')}` : '.'}`;
}

function salesforceObstacle(
  { connections, orgs, deactivated }: SalesforceStanding,
  rests: Obstacles['rests'],
  userId: string,
): Obstacle | null {
  const used = carrierOf(connections, userId);
  if (!used && deactivated.includes(userId)) {
    const why = 'The seller was deactivated here, so a connection of the seller’s is not used.';
    return atSalesforce(`${why} ${waitsUntil('an admin connects the integration user')}`, 'admin');
  }
  if (!used) return atSalesforce(waitsUntil('the seller connects Salesforce'), 'seller');
  const [whose, solver] =
    used.purpose === 'seller' ? (['the seller', 'seller'] as const) : (['an admin', 'admin'] as const);
  if (used.state === 'needs-reauth') return atSalesforce(waitsUntil(`${whose} connects Salesforce again`), solver);
  if (used.state === 'paused') {
    return atSalesforce(waitsUntil(`${whose} lets the paused connection to Salesforce try again`), solver);
  }
  if (!orgs.some(({ orgId, isDescribed }) => orgId === used.orgId && isDescribed)) {
    const sentence =
      'What the Salesforce org offers has not been read yet. It is sent once it has, which happens by itself.';
    return atSalesforce(sentence, 'nobody');
  }
  const rest = rests.get(used.orgId);
  return rest ? { ...atSalesforce(restSentence('Salesforce', rest.why), 'nobody'), until: rest.until } : null;
}

const waitsUntil = (what: string) => `It waits until ${what}; it is then sent by itself.`;

function atSalesforce(sentence: string, solver: Solver): Obstacle {
  return { sentence, until: null, solver, settings: 'salesforce' };
}
