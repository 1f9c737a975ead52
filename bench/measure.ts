import { percentile, print } from './bench-database';

const warmUps = 3;

/** Measures cases one after another, prints each, and knows afterwards which were above `bar` ms. */
export function measuring({ rounds, bar }: { rounds: number; bar: number }) {
  const slow: string[] = [];
  return {
    /** Runs a case `rounds` times; answers its p95 in ms. */
    async measure(name: string, run: () => Promise<unknown>, against?: number): Promise<number> {
      for (let i = 0; i < warmUps; i++) await run();
      const times: number[] = [];
      for (let i = 0; i < rounds; i++) {
        const start = performance.now();
        await run();
        times.push(performance.now() - start);
      }
      const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
      if (p95 > bar) slow.push(name);
      const ratio = against ? `  ${(p95 / against).toFixed(1)} × baseline` : '';
      print(`${name.padEnd(44)} p50 ${p50.toFixed(1).padStart(6)} ms  p95 ${p95.toFixed(1).padStart(6)} ms${ratio}`);
      return p95;
    },
    printVerdict() {
      print(slow.length === 0 ? `every p95 is at or below ${bar} ms` : `above ${bar} ms: ${slow.join('; ')}`);
    },
  };
}
