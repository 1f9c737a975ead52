/** Plays a range of seeds on one database and tells about those that failed. */
import { layDeliveryGround } from './deliveries/ground';
import { runDeliverySeed } from './deliveries/run-seed';
import { layGround } from './ground';
import { runSeed, type SeedResult } from './run-seed';

export type SeedRange = { from: number; to: number /** 2 leaves out every other seed. */; every: number };
/** Stories of people who are read, or of sales activities that are delivered. */
export type About = 'people' | 'deliveries';
export type PlayOptions = {
  about: About;
  trace: boolean;
  /** Plays every seed twice: both must tell the same story. */
  twice: boolean;
  print(line: string): void;
};

const progressEvery = 100;
const enoughFailures = 20;

/** 0 when all is well, 1 when a seed failed. */
export async function playSeeds(databaseUrl: string, range: SeedRange, options: PlayOptions): Promise<number> {
  const { print, trace, twice, about } = options;
  const stories = await storiesOf(about, databaseUrl);
  const failed: SeedResult[] = [];
  let played = 0;
  let totalMs = 0;
  for (let seed = range.from; seed <= range.to; seed += range.every) {
    const result = await stories.play(seed, { trace });
    if (twice) result.wrong.push(...differences(result, await stories.play(seed)));
    played += 1;
    totalMs += result.durationMs;
    if (result.wrong.length > 0) {
      failed.push(result);
      print(failureOf(result, { traced: trace, about }));
    }
    if (played % progressEvery === 0) {
      print(`${played} seeds up to ${seed}: ${failed.length} failed, ${Math.round(totalMs / played)} ms a seed`);
    }
    if (failed.length >= enoughFailures) break;
  }
  const ids = failed.map(({ seed }) => seed).join(', ') || 'none';
  print(`${played} seeds, ${Math.round(totalMs / Math.max(1, played))} ms a seed, failed: ${ids}`);
  await stories.close();
  return failed.length > 0 ? 1 : 0;
}

export type Stories = {
  play(seed: number, options?: { trace?: boolean }): Promise<SeedResult>;
  close(): Promise<void>;
};

/** On the migrated, empty database of `databaseUrl`, which nobody else may use. */
export async function storiesOf(about: About, databaseUrl: string): Promise<Stories> {
  if (about === 'deliveries') {
    const ground = await layDeliveryGround(databaseUrl);
    return { play: (seed, options) => runDeliverySeed(ground, seed, options), close: ground.close };
  }
  const ground = await layGround(databaseUrl);
  return { play: (seed, options) => runSeed(ground, seed, options), close: ground.close };
}

function differences(first: SeedResult, again: SeedResult): string[] {
  const at = first.journal.findIndex((line, n) => line !== again.journal[n]);
  if (at < 0 && first.journal.length === again.journal.length) return [];
  return [`the second time the story went: ${again.journal.slice(at, at + 2).join(' / ')}`];
}

/** What went wrong and how it came to it; with a trace the history was printed already. */
export function failureOf(
  { seed, wrong, journal, fingerprint }: SeedResult,
  { traced, about }: { traced: boolean; about: About },
): string {
  const story = traced ? [] : journal.map((line) => `    ${line}`);
  const replay = `  again: npm run simulate -- --about ${about} --seed ${seed} --trace  (history ${fingerprint})`;
  return [`seed ${seed} failed`, ...wrong.map((sentence) => `  ${sentence}`), ...story, replay].join('\n');
}
