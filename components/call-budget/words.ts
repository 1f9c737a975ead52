import type { CallBudgetView } from '@/lib/call-budget/contract';
import type { CallLane } from '@/lib/call-budget/model';

export const laneWords: Record<CallLane, string> = {
  'send-check': 'Most urgent: nothing uses it yet',
  'live-grid': 'Activity grid',
  deliveries: 'Deliveries',
  feeds: 'Change feeds',
  loads: 'Loads and sweeps',
};

/** What calls were made for, jobs by their titles; a name of a newer server shows as it is. */
export const featureWords: Record<string, string> = {
  'load-people': 'First load',
  'read-opportunities': 'Opportunities',
  'follow-people': 'Change feeds',
  'refresh-people': 'Refresh',
  'sweep-people': 'Sweep',
  'discover-people': 'Discovery',
  'reconcile-people': 'Comparison',
  'deliver-to-marketo': 'Deliveries to Marketo',
  'make-activity-types': 'Activity types in Marketo',
  'activity-grid': 'Activity grid',
  lookup: 'Lookup of a person',
  settings: 'Settings and connection tests',
  usage: "Marketo's own statistics",
  other: 'Other',
};

/** What Marketo means by a code, as far as it helps to act. */
export const errorWords: Record<string, string> = {
  '601': 'access token invalid',
  '602': 'access token expired',
  '603': 'access denied',
  '604': 'took too long',
  '606': 'more calls in 20 s than allowed',
  '607': 'daily quota used up',
  '608': 'temporarily unavailable',
  '610': 'address not found',
  '611': 'system error',
  '615': 'more calls at once than allowed',
  '1003': 'invalid data',
  '1004': 'person not found',
  '1006': 'field not found',
  '1013': 'list, export or activity type not found',
  '1029': 'export queue or export quota full',
};

/** Less than the limits allow, because Marketo was pressed a moment ago. */
export function isEased(window: CallBudgetView['window']): boolean {
  return window.easedCallsPerWindow < window.callsPerWindow || window.easedConcurrent < window.concurrent;
}

/** "every minute", "every 5 min". */
export function everyText(seconds: number): string {
  return seconds === 60 ? 'every minute' : `every ${Math.round(seconds / 60)} min`;
}

/** "1 API call", "1,200 API calls". */
export function callsText(calls: number): string {
  return `${calls.toLocaleString('en')} API ${calls === 1 ? 'call' : 'calls'}`;
}

/** Below one per cent is not nothing. */
export function percentText(part: number, whole: number): string {
  const percent = (part / whole) * 100;
  if (percent > 0 && percent < 1) return 'under 1 %';
  return `${Math.round(percent).toLocaleString('en')} %`;
}
