/** Every way a call to Marketo can fail, and what a run of the people sync makes of it: once, and when it does not end. */
import type { MarketoSimulator } from '@/simulators/marketo/index';
import type { RunOutcome } from '../sync/model';

type FaultEffect = Parameters<MarketoSimulator['faults']['add']>[0]['effect'];
export type Ending = { outcome: RunOutcome; faultKind?: string; paused?: true };
export type FaultRow = { group: string; name: string; effect: FaultEffect; once: Ending; lasting: Ending };

const done: Ending = { outcome: 'done' };
const away: Ending = { outcome: 'failed', faultKind: 'unavailable' };
const rejected: Ending = { outcome: 'failed', faultKind: 'rejected' };
const throttled: Ending = { outcome: 'throttled', faultKind: 'throttled' };
const signedOut: Ending = { outcome: 'failed', faultKind: 'signed-out', paused: true };
const denied: Ending = { outcome: 'failed', faultKind: 'forbidden', paused: true };
const spent: Ending = { outcome: 'throttled', faultKind: 'quota' };

const transport = (name: string, effect: FaultEffect): FaultRow => {
  return { group: 'Marketo transport', name, effect, once: done, lasting: away };
};
const error = (code: string, once: Ending, lasting: Ending, message?: string): FaultRow => {
  const name = message ? `${code} ${message}` : code;
  return { group: 'Marketo errors in 200', name, effect: { code, ...(message && { message }) }, once, lasting };
};

export const faultRows: FaultRow[] = [
  transport('reset before', 'reset-before'),
  transport('reset after the request was executed', 'reset-after'),
  transport('reset in the body', 'reset-body'),
  transport('200 with HTML', 'html-200'),
  transport('502 with HTML', 'html-502'),
  transport('JSON cut off', 'truncate'),
  transport('gzip cut', 'gzip-cut'),
  error('601', done, signedOut),
  error('603', denied, denied),
  error('604', done, away),
  error('606', done, throttled),
  error('607', spent, spent),
  error('608', done, away),
  error('611', done, away),
  error('614', done, away),
  error('615', done, throttled),
  error('713', done, away),
  error('1003', rejected, rejected),
  error('1004', { outcome: 'failed', faultKind: 'gone' }, { outcome: 'failed', faultKind: 'gone' }),
  error('1006', rejected, rejected),
  error('1029', throttled, throttled, 'Too many jobs in queue'),
  error('1029', spent, spent, 'Export daily quota 500MB exceeded.'),
  error('1035', rejected, rejected),
  error('9999', rejected, rejected),
];
