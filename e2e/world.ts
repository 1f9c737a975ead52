/** What the server script and the specs agree on: who signs in, and where things answer. */
export const users = {
  admin: { email: 'admin@e2e.test', name: 'Ada Admin', role: 'admin', password: 'Browser-Admin-1' },
  user: { email: 'user@e2e.test', name: 'Sam Seller', role: 'user', password: 'Browser-User-1' },
} as const;
export type UserName = keyof typeof users;

/** How many people the simulated Marketo begins with; the same ones in every run. */
export const peopleAtStart = 600;

export const cronSecret = 'browser-tests-cron-secret';

// playwright.config.ts chooses the ports once; servers and workers inherit them.
export const appUrl = () => `http://127.0.0.1:${process.env.E2E_APP_PORT}`;
export const marketoUrl = () => `http://127.0.0.1:${process.env.E2E_MARKETO_PORT}`;
export const salesforceUrl = () => `http://127.0.0.1:${process.env.E2E_SALESFORCE_PORT}`;

/** What a run leaves behind; runs at the same time need a folder each. */
export const results = process.env.E2E_RESULTS ?? 'test-results';

/** The saved sign-in of a user: `test.use({ storageState: signedIn('admin') })`. */
export const signedIn = (name: UserName) => `${results}/signed-in/${name}.json`;
