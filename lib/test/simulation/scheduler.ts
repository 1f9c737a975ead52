/**
 * Runs simulated processes one operation at a time, in an order the dice choose. An operation is a statement, a begin,
 * a commit, a request or a sleep; whatever a process does between two of them happens at once.
 */
import type { Dice } from './dice';
import type { Journal } from './journal';
import type { VirtualTime } from './virtual-time';

export type OperationKind = 'statement' | 'begin' | 'commit' | 'request' | 'sleep';
export type Operation = { kind: OperationKind; what: string };

/** What becomes of one operation. */
export type Fate =
  | { is: 'go' }
  /** The process is killed before, or right after the operation took effect. */
  | { is: 'die' | 'die-after' }
  /** The process stands still for so long, then goes on as if nothing had happened. */
  | { is: 'pause'; forMs: number }
  /** The operation fails with this error, without or after having taken effect. */
  | { is: 'fail' | 'fail-after'; error: Error }
  /** `before` runs first: for what the simulated Marketo shall do to this request. */
  | { is: 'disturb'; before: () => void };

export type SimulatedProcess = {
  name: string;
  /** Rejects when the process is killed. */
  killed: Promise<never>;
  isAlive(): boolean;
  kill(): void;
  /** Waits for its turn, then performs `action`. Never settles in a killed process. */
  perform<T>(operation: Operation, action: () => Promise<T>): Promise<T>;
  sleep(ms: number): Promise<void>;
  /** A database transaction is open until this settles. */
  opened(ended: Promise<unknown>): void;
};

export type Task = { process: SimulatedProcess; done: Promise<void> };

type Turn = {
  owner: Actor;
  operation: Operation;
  notBeforeMs: number;
  wasPaused: boolean;
  go(fate: Fate): Promise<void>;
};
type Actor = { process: SimulatedProcess; number: number; busy: boolean; open: Set<Promise<unknown>> };

export type SchedulerDeps = {
  dice: Dice;
  journal: Journal;
  time: VirtualTime;
  fateOf(process: SimulatedProcess, operation: Operation): Fate;
  /** How many operations wait for a lock inside the database at this moment. */
  countLockWaits(): Promise<number>;
  /** Called after each operation, when every process waits again, for the world to go on meanwhile. */
  after(operation: Operation): void;
  onPause(process: SimulatedProcess): void;
};

export class ProcessKilled extends Error {}

const looksBlockedAfterMs = 3;
const never = new Promise<never>(() => {});

export type Scheduler = ReturnType<typeof createScheduler>;

export function createScheduler(deps: SchedulerDeps) {
  const { dice, journal, time } = deps;
  const actors = new Map<SimulatedProcess, Actor>();
  let ended: Operation | null = null;
  let turns: Turn[] = [];
  /** Operations that wait inside the database for another transaction, and whose they are. */
  const blocked = new Map<Promise<void>, Actor>();
  let arrived: () => void = () => {};

  return { createProcess, start, runUntilIdle };

  function createProcess(name: string): SimulatedProcess {
    let alive = true;
    let reject: (error: Error) => void = () => {};
    const killed = new Promise<never>((_, no) => {
      reject = no;
    });
    killed.catch(() => {});
    const process: SimulatedProcess = {
      name,
      killed,
      isAlive: () => alive,
      kill: () => {
        alive = false;
        turns = turns.filter((turn) => turn.owner.process !== process);
        reject(new ProcessKilled(name));
      },
      perform: (operation, action) => perform(actor, operation, action, time.nowMs()),
      sleep: (ms) => perform(actor, { kind: 'sleep', what: `${Math.round(ms)} ms` }, async () => {}, time.nowMs() + ms),
      opened: (ended) => {
        actor.open.add(ended);
        const forget = () => actor.open.delete(ended);
        ended.then(forget, forget);
      },
    };
    const actor: Actor = { process, number: actors.size, busy: false, open: new Set() };
    actors.set(process, actor);
    return process;
  }

  /** Begins `work` in `process`; it goes on in `runUntilIdle`. */
  function start<T>(process: SimulatedProcess, work: () => Promise<T>): Promise<T | 'killed'> {
    const actor = actorOf(process);
    actor.busy = true;
    return Promise.race([work(), process.killed])
      .catch((error) => {
        if (error instanceof ProcessKilled) return 'killed' as const;
        throw error;
      })
      .finally(() => {
        actor.busy = false;
        arrived();
      });
  }

  /** Until every started work has ended. */
  async function runUntilIdle(): Promise<void> {
    for (;;) {
      await everybodyArrived();
      if (turns.length === 0 && blocked.size === 0 && ![...actors.values()].some((actor) => actor.busy)) return;
      // Of parallel parts of one process, one may be blocked while another has got its lock and is on its way here.
      if (turns.length === 0) await Promise.race([...blocked.keys(), nextArrival()]);
      else await nextOperation();
    }
  }

  async function nextOperation(): Promise<void> {
    // Only now does everybody wait for a turn: a process that still runs would look at a clock the world moves.
    if (ended) deps.after(ended);
    ended = null;
    const turn = takeTurn();
    if (!turn) return;
    const { process } = turn.owner;
    const fate = turn.operation.kind === 'sleep' ? go : deps.fateOf(process, turn.operation);
    if (fate.is === 'pause' && !turn.wasPaused) {
      journal.note(`${process.name} stands still before ${turn.operation.what}`);
      turns.push({ ...turn, wasPaused: true, notBeforeMs: time.nowMs() + fate.forMs });
      deps.onPause(process);
      return;
    }
    const operation = turn.go(fate.is === 'pause' ? go : fate);
    await endedOrBlocked(operation, turn.owner);
    ended = turn.operation;
    if (fate.is === 'die' || fate.is === 'die-after') await die(turn.owner, fate.is, turn.operation);
    if (turn.operation.kind === 'commit' || fate.is === 'die') await lockWaitersMovedOn();
  }

  async function die(actor: Actor, how: string, operation: Operation): Promise<void> {
    journal.note(`${actor.process.name} is killed ${how === 'die' ? 'before' : 'after'} ${operation.what}`);
    const open = [...actor.open];
    actor.process.kill();
    // A statement that waits for somebody else's lock is rolled back when it has got it: later, then.
    const late = [...blocked.values()].filter((owner) => owner === actor).length;
    await someSettled(open, open.length - late);
  }

  /** One of those whose time has come; else the clock moves on to the first of the others. */
  function takeTurn(): Turn | null {
    let ready = turns.filter((turn) => turn.notBeforeMs <= time.nowMs());
    if (ready.length === 0) {
      time.advanceTo(Math.min(...turns.map((turn) => turn.notBeforeMs)));
      ready = turns.filter((turn) => turn.notBeforeMs <= time.nowMs());
    }
    // Who arrived first in real time must not matter.
    const inOrder = ready.toSorted(
      (a, b) => a.owner.number - b.owner.number || a.operation.what.localeCompare(b.operation.what),
    );
    const turn = inOrder.length > 1 ? dice.pick(inOrder) : inOrder[0];
    if (!turn) return null;
    turns = turns.filter((other) => other !== turn);
    return turn;
  }

  function perform<T>(owner: Actor, operation: Operation, action: () => Promise<T>, notBeforeMs: number): Promise<T> {
    const { process } = owner;
    if (!process.isAlive()) return never;
    return new Promise<T>((resolve, reject) => {
      const go = async (fate: Fate) => {
        const end = await outcomeOf(fate, action);
        // Nobody is left to hear how it ended.
        if (fate.is === 'die' || fate.is === 'die-after' || !process.isAlive()) return;
        if ('error' in end) reject(end.error);
        else resolve(end.value);
      };
      turns.push({ owner, operation, notBeforeMs, wasPaused: false, go });
      arrived();
    });
  }

  /** A statement that does not end may wait for a lock which only another process can give back. */
  async function endedOrBlocked(operation: Promise<void>, owner: Actor): Promise<void> {
    const alone = turns.length === 0 && blocked.size === 0;
    // Parallel parts of one process can stand in each other's way, too: then the other arrives meanwhile.
    if (alone && [...actors.values()].filter((actor) => actor.busy).length < 2) {
      const isOver = await Promise.race([operation.then(() => true), nextArrival().then(() => false)]);
      if (isOver) return;
    }
    while (!(await endsWithin(operation, looksBlockedAfterMs))) {
      if ((await deps.countLockWaits()) > blocked.size) {
        blocked.set(operation, owner);
        void operation.finally(() => blocked.delete(operation));
        return;
      }
    }
  }

  /** After locks were given back: waits until each blocked operation has ended or is known to wait on. */
  async function lockWaitersMovedOn(): Promise<void> {
    while (blocked.size > 0) {
      await endsWithin(Promise.race([...blocked.keys()]), looksBlockedAfterMs);
      if ((await deps.countLockWaits()) >= blocked.size) return;
    }
  }

  async function everybodyArrived(): Promise<void> {
    for (;;) {
      // Parallel parts of one process arrive in the same turn of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
      const away = [...actors.values()].filter(
        (actor) => actor.busy && !turns.some((turn) => turn.owner === actor),
      ).length;
      if (away <= blocked.size) return;
      await new Promise<void>((resolve) => {
        arrived = resolve;
        for (const operation of blocked.keys()) void operation.then(resolve);
      });
    }
  }

  function nextArrival(): Promise<void> {
    return new Promise((resolve) => {
      arrived = resolve;
    });
  }

  function actorOf(process: SimulatedProcess): Actor {
    const actor = actors.get(process);
    if (!actor) throw new Error(`${process.name} is not of this scheduler`);
    return actor;
  }
}

const go: Fate = { is: 'go' };

async function outcomeOf<T>(fate: Fate, action: () => Promise<T>): Promise<{ value: T } | { error: unknown }> {
  if (fate.is === 'die') return { error: null };
  if (fate.is === 'fail') return { error: fate.error };
  if (fate.is === 'disturb') fate.before();
  try {
    const value = await action();
    return fate.is === 'fail-after' ? { error: fate.error } : { value };
  } catch (error) {
    return { error };
  }
}

/** Resolves as soon as so many of `promises` have ended, well or not. */
function someSettled(promises: Promise<unknown>[], howMany: number): Promise<void> {
  let left = howMany;
  return new Promise((resolve) => {
    const count = () => {
      if (left-- <= 1) resolve();
    };
    if (howMany <= 0) resolve();
    for (const promise of promises) promise.then(count, count);
  });
}

async function endsWithin(operation: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  const first = await Promise.race([operation.then(() => 'ended' as const), late]);
  clearTimeout(timer);
  return first === 'ended';
}
