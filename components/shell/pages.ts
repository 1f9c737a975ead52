import { Contact, Gauge, KeyRound, type LucideIcon, Plug, RefreshCw, Scale, Send } from 'lucide-react';
import type { Role } from '@/lib/auth/model';

export type PageLink = {
  href: string;
  title: string;
  /** The heading it stands under; null stands first. */
  group: 'Settings' | null;
  icon: LucideIcon;
  adminOnly: boolean;
  shortcut?: string;
};

const pages: PageLink[] = [
  { href: '/people', title: 'People', group: null, icon: Contact, adminOnly: false, shortcut: 'g p' },
  { href: '/settings/marketo', title: 'Marketo', group: 'Settings', icon: Plug, adminOnly: true },
  { href: '/settings/sync', title: 'Sync', group: 'Settings', icon: RefreshCw, adminOnly: true, shortcut: 'g s' },
  { href: '/settings/reconcile', title: 'Compare', group: 'Settings', icon: Scale, adminOnly: true },
  { href: '/settings/call-budget', title: 'Marketo calls', group: 'Settings', icon: Gauge, adminOnly: true },
  { href: '/settings/deliveries', title: 'Deliveries', group: 'Settings', icon: Send, adminOnly: true },
  { href: '/settings/api-tokens', title: 'API tokens', group: 'Settings', icon: KeyRound, adminOnly: false },
];

/** The pages this role may open, in the order of the menu. */
export function pagesFor(role: Role): PageLink[] {
  return pages.filter((page) => role === 'admin' || !page.adminOnly);
}
