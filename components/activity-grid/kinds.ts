import { Globe, type LucideIcon, Mail, Phone, Sparkles, TrendingUp } from 'lucide-react';
import type { ActivityKind } from '@/lib/activity-grid/model';
import type { GridTab } from './rows';

type KindLook = {
  /** As a tab and a chart series. */
  title: string;
  /** As one row's kind. */
  one: string;
  color: string;
  icon: LucideIcon;
};

export const kindLooks: Record<ActivityKind, KindLook> = {
  email: { title: 'E-mail', one: 'E-mail', color: 'var(--chart-1)', icon: Mail },
  call: { title: 'Calls', one: 'Call', color: 'var(--chart-2)', icon: Phone },
  'interesting-moment': {
    title: 'Interesting moments',
    one: 'Interesting moment',
    color: 'var(--chart-3)',
    icon: Sparkles,
  },
  web: { title: 'Web', one: 'Web', color: 'var(--chart-4)', icon: Globe },
  score: { title: 'Score', one: 'Score', color: 'var(--chart-5)', icon: TrendingUp },
};

export function tabTitle(tab: GridTab): string {
  return tab === 'all' ? 'All' : kindLooks[tab].title;
}
