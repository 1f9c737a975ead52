import {
  Cloud,
  Contact,
  Gauge,
  KeyRound,
  ListChecks,
  type LucideIcon,
  Phone,
  PhoneCall,
  Plug,
  RefreshCw,
  Scale,
  Send,
  Shapes,
  Stethoscope,
} from 'lucide-react';
import type { Role } from '@/lib/auth/model';

export type PageLink = {
  href: string;
  title: string;
  /** The heading it stands under; null stands first. */
  group: 'Settings' | null;
  icon: LucideIcon;
  adminOnly: boolean;
  shortcut?: string;
  /** What is counted beside it, for admins. */
  counts?: 'open-problems';
};

const pages: PageLink[] = [
  { href: '/people', title: 'People', group: null, icon: Contact, adminOnly: false, shortcut: 'g p' },
  { href: '/calls', title: 'Calls', group: null, icon: Phone, adminOnly: false, shortcut: 'g c' },
  {
    href: '/sales-activities',
    title: 'Sales activities',
    group: null,
    icon: ListChecks,
    adminOnly: false,
    shortcut: 'g a',
  },
  { href: '/settings/marketo', title: 'Marketo', group: 'Settings', icon: Plug, adminOnly: true },
  { href: '/settings/salesforce', title: 'Salesforce', group: 'Settings', icon: Cloud, adminOnly: false },
  { href: '/settings/sync', title: 'Sync', group: 'Settings', icon: RefreshCw, adminOnly: true, shortcut: 'g s' },
  { href: '/settings/reconcile', title: 'Compare', group: 'Settings', icon: Scale, adminOnly: true },
  { href: '/settings/call-budget', title: 'Marketo API calls', group: 'Settings', icon: Gauge, adminOnly: true },
  {
    href: '/settings/activity-types',
    title: 'Marketo activities',
    group: 'Settings',
    icon: Shapes,
    adminOnly: true,
  },
  { href: '/settings/deliveries', title: 'Deliveries', group: 'Settings', icon: Send, adminOnly: true },
  {
    href: '/settings/diagnostics',
    title: 'Diagnostics',
    group: 'Settings',
    icon: Stethoscope,
    adminOnly: false,
    counts: 'open-problems',
  },
  { href: '/settings/calls', title: 'Call outcomes', group: 'Settings', icon: PhoneCall, adminOnly: true },
  { href: '/settings/api-tokens', title: 'API tokens', group: 'Settings', icon: KeyRound, adminOnly: false },
];

/** The pages this role may open, in the order of the menu. */
export function pagesFor(role: Role): PageLink[] {
  if (role === 'admin') return pages;
  return pages.filter((page) => !page.adminOnly).map(({ counts: _, ...page }) => page);
}
