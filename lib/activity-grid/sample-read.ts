import type { ActivityRead } from '@/db/queries/activity-reads';

/** For tests: a type group never read, or read as far as `given` says. */
export function aRead(given: Partial<ActivityRead> = {}): ActivityRead {
  return {
    marketoId: 7,
    typeGroup: 'email',
    headToken: null,
    headReadAt: null,
    coveredFrom: null,
    reachedStart: false,
    windowToken: null,
    windowFrom: null,
    windowTo: null,
    overlapReadAt: null,
    fingerprint: 'types',
    ...given,
  };
}
