import type { ChoiceList } from '@/lib/calls/model';
import type { CallStatus } from '@/lib/sales-activities/model';
import type { PeriodName } from './calls-view';

export const statusTitles: Record<CallStatus, string> = {
  completed: 'Completed',
  'no answer': 'No answer',
  cancelled: 'Cancelled',
  failed: 'Failed',
};

export const periodTitles: Record<PeriodName, string> = {
  week: 'Last 7 days',
  month: 'Last 30 days',
  quarter: 'Last 90 days',
  year: 'Last 365 days',
  all: 'All time',
  days: 'Chosen days',
};

/** "1 call", "1,234 calls". */
export function callsText(calls: number): string {
  return calls === 1 ? '1 call' : `${calls.toLocaleString('en')} calls`;
}

export const choiceListTitles: Record<ChoiceList, string> = { outcomes: 'Outcomes', reasons: 'Reasons' };
