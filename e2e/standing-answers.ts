/** What the app answers about deliveries and activity types, for pages to be looked at in each way these can stand. */
import type { Page } from '@playwright/test';

const hourMs = 3_600_000;
const nowMs = Date.now();
const at = (hours: number) => new Date(nowMs + hours * hourMs).toISOString();

const quiet = (destination: 'marketo' | 'salesforce') => ({
  destination,
  waiting: 0,
  waitingSince: null as string | null,
  underWay: 0,
  lookedFor: 0,
  failed: 0,
  delivered: 0,
  hours: Array.from({ length: 24 }, (_, n) => ({ hour: at(n - 23), delivered: 0 })),
  obstacles: [] as {
    sentence: string;
    deliveries: number;
    settings: null | { href: string; title: string };
    pausedJob: string | null;
  }[],
});

export const nothingYet = { asOf: at(0), destinations: [quiet('marketo'), quiet('salesforce')] };

/** Many deliveries, some held up, some failed. */
export const busy = {
  asOf: at(0),
  destinations: [
    {
      ...quiet('marketo'),
      waiting: 12_345,
      waitingSince: at(-30),
      underWay: 300,
      lookedFor: 12,
      failed: 40,
      delivered: 23_456,
      hours: quiet('marketo').hours.map((one, n) => ({ ...one, delivered: (n * 7_919) % 2_000 })),
      obstacles: [
        {
          sentence: 'It waits until the type “Sales Actions Call” is ready in Marketo; it is then sent by itself.',
          deliveries: 345,
          settings: { href: '/settings/activity-types', title: 'Settings › Marketo activities' },
          pausedJob: null,
        },
        {
          sentence: 'Deliveries to Marketo are paused: Marketo denied access. It is sent once they go on.',
          deliveries: 0,
          settings: { href: '/settings/sync', title: 'Settings › Sync' },
          pausedJob: 'deliver-to-marketo',
        },
      ],
    },
    { ...quiet('salesforce'), delivered: 7, hours: quiet('salesforce').hours.map((one) => ({ ...one, delivered: 1 })) },
  ],
};

export async function answerStanding(page: Page, json: typeof nothingYet) {
  await page.route('**/api/settings/deliveries/standing', (route) => route.fulfill({ json }));
}

/** The activity types as the app tells them, but with what is given. */
export async function answerTypes(page: Page, change: object, changeType: (n: number) => object = () => ({})) {
  const url = '**/api/activity-types';
  await page.unroute(url);
  const view = await (await page.request.get('/api/activity-types')).json();
  const layouts = view.layouts.map((one: { types: object[] }) => ({
    ...one,
    types: one.types.map((type, n) => ({ ...type, state: 'missing', id: null, ...changeType(n) })),
  }));
  const json = { ...view, asOf: at(0), layouts, ...change };
  await page.route(url, (route) => route.fulfill({ json }));
  return json;
}
