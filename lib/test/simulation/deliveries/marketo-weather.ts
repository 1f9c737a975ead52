/** What goes wrong while sales activities are delivered: at Marketo, on the way to it, in the database, with our processes. */
import type { MarketoSimulator } from '@/simulators/marketo/index';
import type { Dice } from '../dice';
import type { Journal } from '../journal';
import type { Fate, Operation, SimulatedProcess } from '../scheduler';
import { InjectedError, type Weather } from '../weather';

type Effect = Parameters<MarketoSimulator['faults']['add']>[0]['effect'];

const calm: Fate = { is: 'go' };
/** The write was done, or half of it, and nobody hears of it. */
const doneUnheard: Effect[] = [
  'reset-after',
  'reset-after',
  'reset-midway',
  'html-502-after',
  'truncate',
  'no-result',
  { code: '604', applied: true },
  { code: '611', applied: true },
];
const notDone: Effect[] = [
  'reset-before',
  'html-200',
  'html-502',
  'expire-token',
  { code: '601' },
  { code: '603' },
  { code: '604' },
  { code: '606' },
  { code: '608' },
  { code: '611' },
  { code: '615' },
  { rowCode: '611', chance: 0.2 },
];
const identity: Effect[] = ['reset-before', 'html-502', 'truncate'];

export function createMarketoWeather(input: { dice: Dice; journal: Journal; marketo: MarketoSimulator }): Weather {
  const { dice, journal, marketo } = input;
  let isClear = false;
  return {
    fateOf: (process, operation) => (isClear ? calm : fateOf(process, operation)),
    beforeRun: () => {},
    beforeTick: () => {},
    isClear: () => isClear,
    clear: () => {
      isClear = true;
    },
  };

  function fateOf(process: SimulatedProcess, operation: Operation): Fate {
    if (operation.kind === 'request') return fateOfRequest(process, operation);
    if (operation.kind === 'sleep' || !dice.chance(0.004)) return calm;
    const is = dice.weighted({ die: 30, 'die-after': 30, pause: 20, fail: 10, 'fail-after': 10 });
    if (is === 'pause') return { is, forMs: dice.pick([8_000, 200_000, 600_000]) };
    if (is === 'die' || is === 'die-after') return { is };
    const error = new InjectedError('40001', 'injected: Postgres says 40001');
    return { is: operation.kind === 'commit' ? is : 'fail', error };
  }

  function fateOfRequest(process: SimulatedProcess, { what }: Operation): Fate {
    const isWrite = what.includes('/external.json');
    // A process that is stopped between its look at the clock and the call itself cannot be told from a slow network.
    if (dice.chance(isWrite ? 0.06 : 0.01)) return { is: dice.chance(0.5) ? 'die' : 'die-after' };
    if (isWrite && dice.chance(0.1)) return meets(process, what, dice.pick(doneUnheard));
    if (!dice.chance(isWrite ? 0.15 : 0.06)) return calm;
    const effects = what.includes('/identity/') ? identity : notDone.filter((effect) => isWrite || isForReads(effect));
    return meets(process, what, dice.pick(effects));
  }

  function meets(process: SimulatedProcess, what: string, effect: Effect): Fate {
    journal.note(`${process.name}: ${what} meets ${typeof effect === 'string' ? effect : JSON.stringify(effect)}`);
    return { is: 'disturb', before: () => marketo.faults.add({ match: 're:.*', times: 1, effect }) };
  }
}

/** A search that is refused twelve times is left to a person, who is not in this story. */
const isForReads = (effect: Effect) => typeof effect === 'string' || ('code' in effect && effect.code !== '603');
