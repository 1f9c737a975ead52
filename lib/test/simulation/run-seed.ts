/** One seed from beginning to end: a world, a story with faults, rest, and the invariants. */
import { createCrew } from './crew';
import { createDice } from './dice';
import type { Ground, Instance } from './ground';
import { createHistory } from './history';
import { eventsSoFar, wrongCounts, wrongHistory } from './history-invariants';
import { leakedSecrets, tooManyCalls, unexplained, writingCalls } from './invariants';
import { createJournal } from './journal';
import { settle } from './quiescence';
import { liveThrough, makeWorld, type Stage } from './story';
import { virtualTime } from './virtual-time';
import { createWeather } from './weather';

export type SeedResult = {
  seed: number;
  /** Sentences about what is wrong; none when all is well. */
  wrong: string[];
  journal: string[];
  fingerprint: string;
  durationMs: number;
};

export async function runSeed(ground: Ground, seed: number, options: { trace?: boolean } = {}): Promise<SeedResult> {
  const startedAt = performance.now();
  const dice = createDice(seed);
  const instance = await ground.instance(dice.int(0, 15));
  await instance.baseline.restore();
  instance.marketo.reset();
  const restoreChance = fixChance(dice.next());
  try {
    const { wrong, journal } = await play(ground, instance, dice, options.trace ?? false);
    const durationMs = performance.now() - startedAt;
    return { seed, wrong, journal: journal.lines(), fingerprint: journal.fingerprint(), durationMs };
  } finally {
    restoreChance();
  }
}

async function play(ground: Ground, instance: Instance, dice: ReturnType<typeof createDice>, trace: boolean) {
  const { marketo } = instance;
  makeWorld({ dice, marketo });
  const skewMs = dice.chance(0.5) ? 0 : dice.int(-600, 600) * 1000;
  const time = virtualTime(marketo.clock, skewMs);
  const journal = createJournal({ now: time.now, trace });
  journal.note(`${marketo.world.leadIds().length} people in Marketo; our clocks are off by ${skewMs / 1000} s`);
  const history = createHistory({ marketo, dice, journal });
  const weather = createWeather({ dice, journal, time, marketo });
  const logged: string[] = [];
  const secrets = new Set([marketo.clientSecret]);
  const crew = createCrew({
    ground,
    instance,
    dice,
    after: ({ what }) => {
      // Most of all right after people were read and before that is stored.
      const isReading = what.includes('/leads.json') || what.includes('/roles.json');
      if (!weather.isClear() && dice.chance(isReading ? 0.3 : 0.006)) history.happen();
    },
    time,
    journal,
    weather,
    meanwhile: ['follow-people', 'refresh-people'],
    onLog: (line) => logged.push(line),
    onToken: (token) => secrets.add(token),
  });
  const stage: Stage = { dice, journal, time, marketo, history, weather, crew };
  await liveThrough(stage);
  const seenBefore = await eventsSoFar(ground.client);
  const wrong = await settle(stage, ground.client);
  wrong.push(
    ...crew.surprises(),
    ...writingCalls(marketo.calls),
    ...marketo.unknownRequests.map((request) => `Marketo does not know ${request}`),
    ...(instance.callsPerWindow === null
      ? []
      : tooManyCalls(marketo.calls, instance.callsPerWindow, crew.standstills())),
    ...(await wrongCounts(ground.client)),
    ...(await wrongHistory(ground.client, seenBefore)),
    ...(await unexplained(ground.client)),
    ...(await leakedSecrets(ground.client, logged, [...secrets])),
  );
  for (const sentence of wrong) journal.note(`WRONG ${sentence}`);
  return { wrong, journal };
}

/** The product spreads its retries by chance; in a seed the chance is always the same. Answers how to undo it. */
export function fixChance(value: number): () => void {
  const { random } = Math;
  Math.random = () => value;
  return () => {
    Math.random = random;
  };
}
