/** What goes wrong in a seed: at Marketo, on the way to it, in the database, and with our own processes. */
import type { MarketoSimulator } from '@/simulators/marketo/index';
import type { SalesforceSimulator } from '@/simulators/salesforce/index';
import type { Dice } from './dice';
import type { Journal } from './journal';
import type { Fate, Operation, OperationKind, SimulatedProcess } from './scheduler';
import type { VirtualTime } from './virtual-time';

export type Weather = {
  fateOf(process: SimulatedProcess, operation: Operation): Fate;
  /** Before a run: whether something will happen to this process, and when. */
  beforeRun(process: SimulatedProcess): void;
  /** Before a tick: whether Marketo fails for hours, or another integration uses its quota up. */
  beforeTick(): void;
  /** From now on nothing goes wrong. */
  clear(): void;
  isClear(): boolean;
};

/** An error of the harness: the product may pass it on, and nobody needs to look. */
export class InjectedError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type Effect = Parameters<MarketoSimulator['faults']['add']>[0]['effect'];
type SalesforceEffect = Parameters<SalesforceSimulator['faults']['add']>[0]['effect'];
type Misfortune = { of: OperationKind; after: number; fate: Fate };

const minutes = (n: number) => n * 60_000;
const calm: Fate = { is: 'go' };
/** Every code that is a fault wherever it comes; 702, 1015 and 1017 are answers. */
const codes = '500 502 601 602 603 604 606 608 610 611 614 615 713 714 719 1001 1003 1004 1006 9999'.split(' ');
const effects = [
  'html-502',
  'html-502-after',
  'html-200',
  'reset-before',
  'reset-after',
  'reset-body',
  'truncate',
  'expire-token',
] as const;
const feedEffects = ['empty-page', 'repeat-token', 'refuse-token'] as const;
const identityEffects = ['html-502', 'reset-before', 'truncate'] as const;
/** Refusals of whole calls, and of single records of a call. */
const salesforceEffects: SalesforceEffect[] = [
  ...['INVALID_SESSION_ID', 'REQUEST_LIMIT_EXCEEDED', 'SERVER_UNAVAILABLE', 'UNKNOWN_EXCEPTION', 'QUERY_TIMEOUT'].map(
    (code) => ({ code }),
  ),
  ...['UNABLE_TO_LOCK_ROW', 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'FIELD_CUSTOM_VALIDATION_EXCEPTION'].map(
    (rowCode) => ({ rowCode, chance: 0.5 }),
  ),
];

export function createWeather(input: {
  dice: Dice;
  journal: Journal;
  time: VirtualTime;
  marketo: MarketoSimulator;
  salesforce?: SalesforceSimulator;
}): Weather {
  const { dice, journal, time, marketo, salesforce } = input;
  const storm = {
    requests: dice.pick([0, 0, 0.02, 0.06, 0.15]),
    runs: dice.pick([0, 0.15, 0.35]),
    ticks: dice.pick([0, 0.05, 0.15]),
  };
  const misfortunes = new Map<SimulatedProcess, Misfortune>();
  let isClear = false;
  let downUntilMs = 0;
  let quotaGoneUntilMs = 0;

  return {
    fateOf(process, operation) {
      const planned = plannedFate(process, operation);
      if (planned) return planned;
      return operation.kind === 'request' ? fateOfRequest(process, operation) : calm;
    },
    beforeRun(process) {
      misfortunes.delete(process);
      if (dice.chance(storm.runs)) misfortunes.set(process, aMisfortune());
    },
    beforeTick() {
      if (!dice.chance(storm.ticks)) return;
      if (dice.chance(0.6)) downUntilMs = begun('Marketo is down', dice.int(5, 400));
      else quotaGoneUntilMs = begun('another integration has used the daily quota up', dice.int(60, 1_440));
    },
    isClear: () => isClear,
    clear() {
      isClear = true;
      storm.requests = 0;
      storm.runs = 0;
      storm.ticks = 0;
      downUntilMs = 0;
      quotaGoneUntilMs = 0;
      misfortunes.clear();
    },
  };

  function begun(what: string, forMinutes: number): number {
    journal.note(`weather: ${what} for ${forMinutes} min`);
    return time.nowMs() + minutes(forMinutes);
  }

  function plannedFate(process: SimulatedProcess, operation: Operation): Fate | null {
    const planned = misfortunes.get(process);
    if (!planned || planned.of !== operation.kind) return null;
    planned.after -= 1;
    if (planned.after > 0) return null;
    misfortunes.delete(process);
    if (planned.fate.is.startsWith('fail')) journal.note(`${process.name}: ${planned.fate.is} ${operation.what}`);
    return planned.fate;
  }

  function aMisfortune(): Misfortune {
    const of = dice.weighted({ statement: 30, begin: 15, commit: 40, request: 25 });
    const after = of === 'statement' ? dice.int(1, 60) : dice.int(1, 6);
    const is = dice.weighted({ die: 25, 'die-after': 25, pause: 20, fail: 15, 'fail-after': 15 });
    // Ten minutes cost a run its turn. After some seconds it goes on with what it read before the others did.
    if (is === 'pause') return { of, after, fate: { is, forMs: dice.pick([8_000, minutes(10)]) } };
    if (is === 'die' || is === 'die-after') return { of, after, fate: { is } };
    const error = of === 'request' ? lostRequest(is === 'fail-after') : lostStatement();
    // Only the answer to a commit can get lost and leave something behind: other statements are rolled back with it.
    return { of, after, fate: { is: of === 'commit' || of === 'request' ? is : 'fail', error } };
  }

  function lostStatement(): InjectedError {
    const code = dice.pick(['CONNECTION_CLOSED', '40001', '40P01', '57P01', '53100']);
    return new InjectedError(code, `injected: Postgres says ${code}`);
  }

  /** Who was never reached cannot have done anything. */
  function lostRequest(wasSent: boolean): Error {
    const codes = ['ECONNRESET', 'ETIMEDOUT', ...(wasSent ? [] : ['ECONNREFUSED', 'ENOTFOUND'])];
    return new TypeError('fetch failed', { cause: new InjectedError(dice.pick(codes), 'injected') });
  }

  function fateOfRequest(process: SimulatedProcess, operation: Operation): Fate {
    if (salesforce && operation.what.includes(' /services/')) return fateAtSalesforce(process, operation, salesforce);
    const isIdentity = operation.what.includes('/identity/');
    if (time.nowMs() < downUntilMs) return failing(process, operation, dice.chance(0.5) ? 'html-502' : 'reset-before');
    if (time.nowMs() < quotaGoneUntilMs && !isIdentity) return failing(process, operation, { code: '607' });
    if (!dice.chance(storm.requests)) return calm;
    if (dice.chance(0.1)) return timedOut(process, operation);
    return failing(process, operation, isIdentity ? dice.pick(identityEffects) : anEffect(operation));
  }

  function fateAtSalesforce(process: SimulatedProcess, operation: Operation, { faults }: SalesforceSimulator): Fate {
    if (!dice.chance(storm.requests)) return calm;
    if (dice.chance(0.1)) return timedOut(process, operation);
    const isIdentity = operation.what.includes('/oauth2/');
    const effect = isIdentity ? dice.pick(identityEffects) : aSalesforceEffect();
    return meeting(process, operation, effect, () => faults.add({ match: 're:.*', times: 1, effect }));
  }

  function aSalesforceEffect(): SalesforceEffect {
    return dice.chance(0.5) ? dice.pick(effects) : dice.pick(salesforceEffects);
  }

  function anEffect({ what }: Operation): Effect {
    if (what.includes('/activities') && dice.chance(0.3)) return dice.pick(feedEffects);
    if (dice.chance(0.02)) return { code: '607' };
    return dice.chance(0.5) ? dice.pick(effects) : { code: dice.pick(codes) };
  }

  function timedOut(process: SimulatedProcess, operation: Operation): Fate {
    const seconds = dice.int(30, 90);
    journal.note(`${process.name}: ${operation.what} stalls for ${seconds} s`);
    time.advance(seconds * 1000);
    return { is: 'fail', error: new DOMException('The operation was aborted due to timeout', 'TimeoutError') };
  }

  function failing(process: SimulatedProcess, operation: Operation, effect: Effect): Fate {
    return meeting(process, operation, effect, () => marketo.faults.add({ match: 're:.*', times: 1, effect }));
  }

  function meeting(
    process: SimulatedProcess,
    operation: Operation,
    effect: Effect | SalesforceEffect,
    before: () => void,
  ): Fate {
    const name = typeof effect === 'string' ? effect : JSON.stringify(effect);
    journal.note(`${process.name}: ${operation.what} meets ${name}`);
    return { is: 'disturb', before };
  }
}
