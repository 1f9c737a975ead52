import type { ActivityView } from '@/lib/activity-grid/contract';

/** An activity for tests: a marketing e-mail that was sent, unless told otherwise. */
export function anActivity(given: Partial<ActivityView> & { id: string }): ActivityView {
  return {
    kind: 'email',
    type: 'Send Email',
    occurredAt: '2026-11-20T10:00:00.000Z',
    title: 'Autumn offer',
    attributes: {},
    salesActivityId: null,
    standing: null,
    ...given,
  };
}
