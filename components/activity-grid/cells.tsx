import { Check } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { ActivityView } from '@/lib/activity-grid/contract';
import type { ActivityKind } from '@/lib/activity-grid/model';
import { attribute } from './attributes';
import { callOutcome } from './call-facts';
import { kindLooks } from './kinds';
import type { MailFacts } from './rows';

const troubleBadges = {
  bounced: { tone: 'bad', text: 'Bounced' },
  'soft-bounced': { tone: 'warn', text: 'Soft bounce' },
  unsubscribed: { tone: 'warn', text: 'Unsubscribed' },
} as const;

export function KindLabel({ kind }: { kind: ActivityKind }) {
  const { icon: Icon, one, color } = kindLooks[kind];
  return (
    <span className="flex items-center gap-1.5">
      <Icon aria-hidden className="size-3.5 shrink-0" style={{ color }} />
      {one}
    </span>
  );
}

export function MailSubject({ mail }: { mail: MailFacts | null }) {
  if (!mail) return '—';
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="truncate font-medium" title={mail.subject}>
        {mail.subject}
      </span>
      {mail.trouble ? <Badge tone={troubleBadges[mail.trouble].tone}>{troubleBadges[mail.trouble].text}</Badge> : null}
      {mail.byBots > 0 ? (
        <Badge title="Opens and clicks that Marketo marked as bots">+{mail.byBots} by bots</Badge>
      ) : null}
    </span>
  );
}

export function MailCount({ count = 0 }: { count?: number }) {
  if (count === 0) return <span className="text-faint">—</span>;
  return (
    <span className="flex items-center gap-1 text-good-fg">
      <Check aria-hidden className="size-3.5" />
      {count}
    </span>
  );
}

export function CallOutcome({ call }: { call: ActivityView }) {
  const outcome = callOutcome(call.attributes);
  return outcome ? <Badge>{outcome}</Badge> : '—';
}

export function ScoreChange({ attributes }: { attributes: Record<string, string> }) {
  const change = attribute(attributes, 'Change Value');
  if (!change) return '—';
  return <Badge tone={change.startsWith('-') ? 'bad' : 'good'}>{change}</Badge>;
}
