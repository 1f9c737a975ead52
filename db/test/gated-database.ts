/** A database whose every statement, begin and commit waits for its turn, so that a test can let processes meet or die. */
import { drizzle } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import type { Db } from '../client';
import * as schema from '../schema';

export type DatabaseStep = { kind: 'statement' | 'begin' | 'commit'; what: string };

export type DatabaseGate = {
  /** Performs `action` in its turn. May also reject without it, perform it and reject, or never settle. */
  pass<T>(step: DatabaseStep, action: () => Promise<T>): Promise<T>;
  /** Rejects when the process is killed: its open transactions are rolled back. */
  killed: Promise<never>;
  /** A transaction is open until this settles, also after its process was killed. */
  opened(ended: Promise<unknown>): void;
};

/** The tables behind `client` as one process sees them. */
export function gatedDatabase(client: postgres.Sql, gate: DatabaseGate): Db {
  return drizzle({ client: gatedClient(client, gate, beginOn(client, gate)) as postgres.Sql, schema });
}

type Runner = (tx: postgres.TransactionSql) => Promise<unknown>;

function gatedClient(
  client: postgres.Sql | postgres.TransactionSql,
  gate: DatabaseGate,
  begin?: (run: Runner) => Promise<unknown>,
) {
  const unsafe = (text: string, values: never[] = []) => {
    // One statement is parsed once for all seeds.
    const pending = () => client.unsafe(text, values, { prepare: true });
    const step = { kind: 'statement' as const, what: text };
    return {
      // biome-ignore lint/suspicious/noThenProperty: stands in for a pending query, which is one.
      then: (resolve: (rows: unknown) => void, reject: (error: unknown) => void) =>
        gate.pass(step, async () => pending()).then(resolve, reject),
      values: () => gate.pass(step, async () => pending().values()),
    };
  };
  return new Proxy(client, {
    get: (target, name) => {
      if (name === 'unsafe') return unsafe;
      if (name === 'begin' && begin) return begin;
      return Reflect.get(target, name);
    },
  });
}

function beginOn(client: postgres.Sql, gate: DatabaseGate) {
  return async (run: Runner): Promise<unknown> => {
    const transaction = deferred<void>();
    const permission = deferred<void>();
    let ended: Promise<unknown> = Promise.resolve();
    let work: Promise<unknown> = Promise.resolve();
    await gate.pass({ kind: 'begin', what: 'begin' }, () => {
      ended = client.begin(async (tx) => {
        work = Promise.race([run(gatedClient(tx, gate) as postgres.TransactionSql), gate.killed]);
        transaction.resolve();
        const result = await work;
        await Promise.race([permission.promise, gate.killed]);
        return result;
      });
      gate.opened(ended);
      ended.catch(transaction.reject);
      return transaction.promise;
    });
    try {
      await work;
    } catch {
      return ended;
    }
    try {
      return await gate.pass({ kind: 'commit', what: 'commit' }, () => {
        permission.resolve();
        return ended;
      });
    } catch (error) {
      permission.reject(error);
      await ended.catch(() => {});
      throw error;
    }
  };
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
}
