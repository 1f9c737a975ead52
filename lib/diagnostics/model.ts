/** The words of diagnostics: what a cause is, what kind it is of, and who can do something about it. */
import { z } from 'zod';

/** In the order in which they are shown. */
export const categories = ['authentication', 'access', 'intermittent', 'other'] as const;
export type Category = (typeof categories)[number];

export const categoryTitles: Record<Category, string> = {
  authentication: 'Authentication',
  access: 'Access/Validation',
  intermittent: 'Intermittent',
  other: 'Other',
};

/** Whose job it is. `nobody`: it is tried again by itself; `us`: whoever makes this product. */
export const solvers = ['nobody', 'seller', 'admin', 'salesforce-admin', 'marketo-admin', 'us'] as const;
export type Solver = (typeof solvers)[number];

export const solverTitles: Record<Solver, string> = {
  nobody: 'Nobody: it is tried again by itself',
  seller: 'The seller',
  admin: 'An admin here',
  'salesforce-admin': 'The Salesforce admin',
  'marketo-admin': 'The Marketo admin',
  us: 'The makers of Sales Actions: report it to them',
};

/** Pages of ours where something can be done about a cause. */
export const settingsPages = {
  salesforce: { href: '/settings/salesforce', title: 'Settings › Salesforce', adminOnly: false },
  marketo: { href: '/settings/marketo', title: 'Settings › Marketo', adminOnly: true },
  'activity-types': { href: '/settings/activity-types', title: 'Settings › Marketo activities', adminOnly: true },
  deliveries: { href: '/settings/deliveries', title: 'Settings › Deliveries', adminOnly: true },
  sync: { href: '/settings/sync', title: 'Settings › Sync', adminOnly: true },
  'call-budget': { href: '/settings/call-budget', title: 'Settings › Marketo API calls', adminOnly: true },
} as const;
export type SettingsPage = keyof typeof settingsPages;

/** One cause why deliveries fail, for people. */
export type Cause = {
  /** In a few words. */
  title: string;
  category: Category;
  /** What it means, in plain language. */
  meaning: string;
  /** What to do. */
  remedy: string;
  solver: Solver;
  /** Where it can be done here. */
  settings?: SettingsPage;
};

/** A page of ours as a screen links to it. */
export const PageView = z.object({ href: z.string(), title: z.string() });

/** A cause as it crosses HTTP; `settings` only where the reader may open the page. */
export const CauseView = z.object({
  title: z.string(),
  category: z.enum(categories),
  meaning: z.string(),
  remedy: z.string(),
  solver: z.enum(solvers),
  settings: PageView.nullable(),
});
export type CauseView = z.infer<typeof CauseView>;

/** The page for who may open it; null for others. */
export function pageView(page: SettingsPage | undefined, { isAdmin }: { isAdmin: boolean }) {
  if (!page) return null;
  const { href, title, adminOnly } = settingsPages[page];
  return adminOnly && !isAdmin ? null : { href, title };
}

/** A cause for this reader. */
export function causeView({ settings, ...cause }: Cause, reader: { isAdmin: boolean }): CauseView {
  return { ...cause, settings: pageView(settings, reader) };
}

/** How long a problem that closed by itself is still shown. */
export const closedShownMs = 7 * 24 * 60 * 60_000;

/** How long a retry that came to its end is still shown. */
export const retryShownMs = 10 * 60_000;
