/** A delivery seed's story: sellers do things, jobs carry them out, and both systems and our processes fail at it. */
import { mergePeople } from '@/db/queries/person-merges';
import type { Ctx } from '../../../context';
import type { NewSalesActivityBody, SalesActivityKind } from '../../../sales-activities/model';
import { recordSalesActivity } from '../../../sales-activities/record';
import { switchDeliveries } from '../../../sales-activities/switches';
import type { JobName } from '../../../sync/model';
import type { Known } from '../../both-systems';
import type { Crew, Deed } from '../crew';
import type { Dice } from '../dice';
import type { Journal } from '../journal';
import type { VirtualTime } from '../virtual-time';
import type { Weather } from '../weather';
import type { DeliveryOrg } from './ground';

/** Something a seller did. It is told again until somebody has heard that it is recorded. */
export type Told = { key: string; marketoId: number; seller: number; body: NewSalesActivityBody; id: string | null };

export type DeliveryStage = {
  dice: Dice;
  journal: Journal;
  time: VirtualTime;
  org: DeliveryOrg;
  weather: Weather;
  crew: Crew;
  /** Us, beside the story: nothing happens to it. */
  ctx: Ctx;
  told: Told[];
  /** Kinds that were switched off for a while, by destination. */
  switchedOff: Set<string>;
  /** Merges of people in Marketo, in their order, at the time of the providers. */
  merges: { winnerId: number; loserId: number; at: Date }[];
};

export const deliveryJobs: JobName[] = ['deliver-to-marketo', 'deliver-to-salesforce'];
const minutes = (n: number) => n * 60_000;

export async function liveThrough(stage: DeliveryStage): Promise<void> {
  const { dice, weather, crew } = stage;
  for (let ticks = dice.int(2, 5); ticks > 0; ticks -= 1) {
    passTime(stage);
    weather.beforeTick();
    if (dice.chance(0.3)) await somethingHappens(stage);
    if (dice.chance(0.3)) await crew.resumeJobs();
    const besides = Array.from({ length: dice.int(0, 6) }, () => telling(stage, somethingDone(stage)));
    const jobs: JobName[] = dice.some(deliveryJobs, dice.int(0, 2));
    if (dice.chance(0.15)) jobs.push('tend-salesforce');
    await crew.run(dice.chance(0.25) ? [...jobs, ...jobs] : jobs, besides);
  }
}

function passTime({ dice, time }: DeliveryStage): void {
  const pace = dice.weighted({ seconds: 40, minutes: 40, hours: 15, days: 5 });
  const units = { seconds: 1_000, minutes: minutes(1), hours: minutes(60), days: minutes(24 * 60) };
  time.advance(units[pace] * dice.int(1, 9));
}

function somethingDone({ dice, org, told, journal }: DeliveryStage): Told {
  const { marketoId } = dice.pick(org.people);
  const seller = dice.int(0, org.sellers.length - 1);
  const by = org.sellers[seller]?.email ?? '';
  const kind = dice.weighted({ call: 40, 'email-sent': 35, 'email-opened': 15, 'campaign-added': 10 });
  const mails = told.filter(({ body }) => body.kind === 'email-sent');
  // What is opened is mostly a mail that was sent from here.
  const mail = mails.length > 0 && dice.chance(0.9) ? dice.pick(mails) : null;
  const emailId = `mail ${told.length}`;
  const payloads = {
    call: { madeBy: by, status: 'completed', outcome: `Outcome ${told.length}` },
    'email-sent': { emailId, emailSubject: `Subject ${told.length}`, sentBy: by },
    'email-opened': { emailId: mail ? emailIdOf(mail) : emailId, emailSubject: 'Opened', sentBy: by },
    'campaign-added': { campaignId: 'c1', campaignName: `Campaign ${told.length}`, sentBy: by },
  };
  const about =
    kind === 'email-opened' && mail ? { marketoId: mail.marketoId, seller: mail.seller } : { marketoId, seller };
  const done = {
    key: `told ${told.length}`,
    ...about,
    body: { kind, payload: payloads[kind] } as NewSalesActivityBody,
    id: null,
  };
  told.push(done);
  journal.note(`seller ${done.seller}: ${kind} with ${done.marketoId}`);
  return done;
}

const emailIdOf = ({ body }: Told) => ('emailId' in body.payload ? body.payload.emailId : '');

/** Tells it; who is not heard tells it again under the same key. */
export function telling({ org }: DeliveryStage, told: Told): Deed {
  return async (ctx) => {
    const at = ctx.clock.now();
    const recorded = await ctx.db.transaction((tx) =>
      recordSalesActivity(tx, {
        ...told.body,
        person: { marketoId: told.marketoId },
        userId: org.sellers[told.seller]?.userId ?? '',
        // Word for word the same whenever it is told.
        occurredAt: new Date('2026-03-02T09:00:01Z'),
        recordedAt: at,
        reporter: 'story',
        idempotencyKey: told.key,
      }),
    );
    if (recorded.outcome === 'refused' || recorded.outcome === 'conflict')
      throw new Error(`It is ${recorded.outcome}.`);
    told.id = recorded.id;
  };
}

type Happening = (stage: DeliveryStage) => Promise<void>;

async function somethingHappens(stage: DeliveryStage): Promise<void> {
  const { journal, dice } = stage;
  const name = dice.pick(Object.keys(happenings) as (keyof typeof happenings)[]);
  journal.note(`it happens: ${name}`);
  await happenings[name](stage);
}

const happenings = {
  'a lead is converted': async ({ org: { salesforce, people }, dice }) => {
    const lead = dice.pick(people.filter(({ record }) => record.startsWith('00Q')));
    if (salesforce.world.record(lead.record)?.IsConverted !== true) salesforce.world.convertLead(lead.record);
  },
  'two contacts are merged in Salesforce': async ({ org: { salesforce, people }, dice }) => {
    const alive = people.filter(
      ({ record }) => record.startsWith('003') && salesforce.world.record(record)?.IsDeleted !== true,
    );
    const [winner, loser] = dice.some(alive, 2);
    if (winner && loser) salesforce.world.merge(winner.record, [loser.record]);
  },
  'two people are merged in Marketo': async ({ org: { marketo, people }, dice, ctx, merges }) => {
    const [winner, loser] = dice.some(alivePeople(marketo, people), 2);
    if (!winner || !loser) return;
    marketo.world.mergeLeads(winner.marketoId, [loser.marketoId]);
    merges.push({ winnerId: winner.marketoId, loserId: loser.marketoId, at: marketo.clock.now() });
    const at = ctx.clock.now();
    await mergePeople(ctx.db, { winnerId: winner.marketoId, loserIds: [loser.marketoId], at });
  },
  'sessions end': async ({ org: { salesforce } }) => salesforce.tokens.expireAccess(),
  'a kind is switched off, and on again': async (stage) => {
    const destination = stage.dice.pick(['marketo', 'salesforce'] as const);
    const kind = stage.dice.pick(['call', 'email-sent'] satisfies SalesActivityKind[]);
    stage.switchedOff.add(`${destination} ${kind}`);
    const as = { ...stage.ctx, actor: stage.org.admin };
    await switchDeliveries(as, { switches: [{ destination, kind, on: false }] });
    await switchDeliveries(as, { switches: [{ destination, kind, on: true }] });
  },
} satisfies Record<string, Happening>;

function alivePeople({ world }: DeliveryOrg['marketo'], people: Known[]): Known[] {
  return people.filter(({ marketoId }) => world.lead(marketoId) !== null);
}
