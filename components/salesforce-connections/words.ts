import { type ConnectionState, loginHosts } from '@/lib/salesforce-connections/model';

export const stateWords: Record<ConnectionState, { tone: 'good' | 'bad' | 'warn'; title: string }> = {
  active: { tone: 'good', title: 'Connected' },
  'needs-reauth': { tone: 'bad', title: 'Needs to sign in' },
  paused: { tone: 'warn', title: 'Paused' },
};

/** "12 activities", "1 activity". */
export const activitiesText = (count: number) =>
  `${count.toLocaleString('en')} ${count === 1 ? 'activity' : 'activities'}`;

/** How people log in unless they choose otherwise, as the form begins. */
export function loginChoiceOf(loginUrl: string): { login: 'production' | 'sandbox' | 'custom'; address: string } {
  if (loginUrl === loginHosts.production) return { login: 'production', address: '' };
  if (loginUrl === loginHosts.sandbox) return { login: 'sandbox', address: '' };
  return { login: 'custom', address: loginUrl };
}
