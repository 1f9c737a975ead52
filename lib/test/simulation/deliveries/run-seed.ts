/** One delivery seed from beginning to end: a story with faults, rest, and what must be true then. */
import { gatedDatabase } from '@/db/test/gated-database';
import { testCtx } from '../../context';
import { createCrew } from '../crew';
import { createDice } from '../dice';
import { leakedSecrets } from '../invariants';
import { createJournal } from '../journal';
import { fixChance, type SeedResult } from '../run-seed';
import { virtualTime } from '../virtual-time';
import { createWeather } from '../weather';
import type { DeliveryGround } from './ground';
import { wrongDeliveries } from './invariants';
import { comeToRest } from './rest';
import { type DeliveryStage, liveThrough } from './story';

export async function runDeliverySeed(
  ground: DeliveryGround,
  seed: number,
  options: { trace?: boolean } = {},
): Promise<SeedResult> {
  const startedAt = performance.now();
  const dice = createDice(seed);
  const org = dice.chance(0.6) ? ground.orgs.withKey : ground.orgs.withMarks;
  await org.restore();
  // What was written may be shown later than it was.
  await setQuirk(org.marketo.url, { writtenShowAfterMs: dice.pick([0, 0, 50_000, 110_000]) });
  const restoreChance = fixChance(dice.next());
  try {
    const { stage, secrets, logged } = setTheStage(ground, org, dice, options.trace ?? false);
    await liveThrough(stage);
    const wrong = await comeToRest(stage);
    wrong.push(
      ...(await wrongDeliveries(stage)),
      ...stage.crew.surprises(),
      ...[...org.marketo.unknownRequests, ...org.salesforce.unknownRequests].map((one) => `nobody knows ${one}`),
      ...(await leakedSecrets(ground.client, logged, [...secrets])),
    );
    const { journal } = stage;
    for (const sentence of wrong) journal.note(`WRONG ${sentence}`);
    const durationMs = performance.now() - startedAt;
    return { seed, wrong, journal: journal.lines(), fingerprint: journal.fingerprint(), durationMs };
  } finally {
    restoreChance();
  }
}

function setTheStage(
  ground: DeliveryGround,
  org: DeliveryGround['orgs']['withKey'],
  dice: DeliveryStage['dice'],
  trace: boolean,
) {
  const { marketo, salesforce } = org;
  const advance = (ms: number) => {
    marketo.clock.advance(ms);
    salesforce.clock.advance(ms);
  };
  const skewMs = dice.chance(0.5) ? 0 : dice.int(-600, 600) * 1000;
  const time = virtualTime({ now: marketo.clock.now, advance }, skewMs);
  const journal = createJournal({ now: time.now, trace });
  journal.note(`our clocks are off by ${skewMs / 1000} s`);
  const weather = createWeather({ dice, journal, time, marketo, salesforce });
  const logged: string[] = [];
  const secrets = new Set([marketo.clientSecret, salesforce.clientSecret]);
  const crew = createCrew({
    ground,
    instance: { callsPerWindow: null },
    dice,
    time,
    journal,
    weather,
    meanwhile: [],
    onLog: (line) => logged.push(line),
    onToken: (token) => secrets.add(token),
  });
  const db = gatedDatabase(ground.client, {
    pass: (_, action) => action(),
    killed: new Promise(() => {}),
    opened: () => {},
  });
  const clock = { now: () => new Date(time.oursMs()), sleep: async () => {} };
  const ctx = testCtx({ database: { db }, clock, salesforceUrl: salesforce.url });
  const happened = { told: [], switchedOff: new Set<string>(), merges: [] };
  const stage: DeliveryStage = { dice, journal, time, org, weather, crew, ctx, ...happened };
  return { stage, secrets, logged };
}

async function setQuirk(url: string, quirk: Record<string, unknown>): Promise<void> {
  await fetch(`${url}/__control/quirks`, { method: 'POST', body: JSON.stringify(quirk) });
}
