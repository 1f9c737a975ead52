/** The simulated Marketo as a process of its own, so that its memory and time are not the engine's. */
import { spawn } from 'node:child_process';
import { freePort } from '../scripts/ports.mjs';

export type SimulatorProcess = {
  url: string;
  clientId: string;
  clientSecret: string;
  /** Calls of a kind that it has answered since it started. */
  calls(): Promise<{ path: string; code: string | null }[]>;
  close(): void;
};

/** A dense instance: every id is a person, and every person has a sales owner. Resolves when it answers. */
export async function startSimulator(input: { people: number; latencyMs: number }): Promise<SimulatorProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const options = { port, people: input.people, 'latency-ms': input.latencyMs, owned: 1, 'id-gaps': 0, activities: 0 };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, ['--import', 'tsx', 'simulators/start.ts', ...flags], { stdio: 'ignore' });
  for (let tries = 0; !(await answers(url)); tries++) {
    if (tries > 600 || child.exitCode !== null) throw new Error('the simulated Marketo did not start');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return {
    url,
    clientId: 'demo-client',
    clientSecret: 'demo-secret',
    calls: async () => {
      const answer = (await (await fetch(`${url}/__control/calls`)).json()) as { result: [] };
      return answer.result;
    },
    close: () => child.kill(),
  };
}

function answers(url: string): Promise<boolean> {
  return fetch(`${url}/__control/state`).then(
    () => true,
    () => false,
  );
}
