/** One of our processes in a simulation: everything it does to the database, to Marketo and to time waits for its turn. */
import { gatedDatabase } from '@/db/test/gated-database';
import type { Ctx } from '../../context';
import { createLogger } from '../../logger';
import { marketoConnector } from '../../marketo-connector';
import { salesforceConnector } from '../../salesforce-connector';
import { secretBox } from '../../wiring';
import { inlineQueue, testCallbackUrl, testExports } from '../context';
import { openLimiter } from '../open-limiter';
import type { Ground, Instance } from './ground';
import type { Fetch } from './loopback-fetch';
import type { Scheduler, SimulatedProcess } from './scheduler';
import type { VirtualTime } from './virtual-time';

export type Machine = { process: SimulatedProcess; ctx: Ctx };

export type MachineDeps = {
  ground: Pick<Ground, 'client' | 'http'>;
  instance: Pick<Instance, 'callsPerWindow'>;
  scheduler: Scheduler;
  time: VirtualTime;
  /** Every line that is logged. */
  onLog(line: string): void;
  /** Every token that a provider hands out. */
  onToken(token: string): void;
};

const secrets = secretBox([Buffer.alloc(32, 7)]);

export function startMachine(name: string, deps: MachineDeps): Machine {
  const { ground, instance, scheduler, time } = deps;
  const process = scheduler.createProcess(name);
  const clock = time.clockOf(process.sleep);
  const db = gatedDatabase(ground.client, {
    pass: ({ kind, what }, action) => process.perform({ kind, what: shortened(what) }, action),
    killed: process.killed,
    opened: process.opened,
  });
  const limiter = instance.callsPerWindow === null ? openLimiter() : undefined;
  const fetch = gatedFetch(process, deps);
  const ctx: Ctx = {
    db,
    clock,
    log: createLogger('debug', { write: deps.onLog }),
    actor: null,
    secrets,
    queue: inlineQueue,
    appUrl: 'http://localhost:3000',
    exports: testExports,
    ...marketoConnector({ db, clock, secrets, limiter, fetch }),
    ...salesforceConnector({ db, clock, secrets, fetch, callbackUrl: testCallbackUrl, demoLoginUrl: null }),
  };
  return { process, ctx };
}

/** The whole answer at once, so that nothing of a request happens outside of its turn. */
function gatedFetch(process: SimulatedProcess, { ground, onToken }: MachineDeps): Fetch {
  return (input, init) => {
    const url = new URL(String(input));
    const operation = { kind: 'request' as const, what: `${init?.method ?? 'GET'} ${url.pathname}` };
    return process.perform(operation, async () => {
      const answer = await ground.http.fetch(input, init);
      if (/^\/identity\/|\/oauth2\/token$/.test(url.pathname)) await tellToken(answer.clone(), onToken);
      return answer;
    });
  };
}

async function tellToken(answer: Response, onToken: (token: string) => void): Promise<void> {
  const tokens = (await answer.text()).matchAll(/"(?:access|refresh)_token":"([^"]+)"/g);
  for (const [, token] of tokens) if (token) onToken(token);
}

const shortened = (text: string) => text.slice(0, 200).replace(/\s+/g, ' ').trim().slice(0, 60);
