import { Bot, Check, CircleDashed, Clock, CloudCheck, CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { exactTime, shortTime } from '@/components/ui/format-time';
import type { ActivityView } from '@/lib/activity-grid/contract';
import type { ActivityKind } from '@/lib/activity-grid/model';
import { attribute } from './attributes';
import { callOutcome } from './call-facts';
import { kindLooks } from './kinds';
import type { GridRow } from './rows';

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

/** Date and time; on a narrow screen the date alone. */
export function ShortMoment({ value }: { value: string }) {
  const at = new Date(value);
  const [day, time] = shortTime(at).split(', ');
  return (
    <time dateTime={value} title={exactTime(at)}>
      {day}
      <span className="max-md:hidden">, {time}</span>
    </time>
  );
}

export function MailSubject({ row: { mail, main } }: { row: GridRow }) {
  if (!mail) return '—';
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="truncate font-medium" title={mail.subject}>
        {mail.subject}
      </span>
      <StandingMark standing={main.standing} iconOnly />
      {mail.trouble ? <Badge tone={troubleBadges[mail.trouble].tone}>{troubleBadges[mail.trouble].text}</Badge> : null}
      {mail.byBots > 0 ? (
        <Badge title="Opens and clicks that Marketo marked as done by bots" className="max-md:hidden">
          <Bot aria-label="By bots:" role="img" />
          {mail.byBots}
        </Badge>
      ) : null}
    </span>
  );
}

const standingMarks = {
  waiting: { icon: Clock, tone: 'info', text: 'Marketo: waiting' },
  delivered: { icon: CloudCheck, tone: 'neutral', text: 'Marketo: delivered, not shown by it so far' },
  undelivered: { icon: CloudOff, tone: 'warn', text: 'Marketo: refused or not found' },
  'not-sent': { icon: CircleDashed, tone: 'neutral', text: 'Not sent to Marketo' },
} as const;

type StandingMarkProps = Pick<ActivityView, 'standing'> & { /** Where there is little room. */ iconOnly?: boolean };

/** What marks a sales activity of which only the journal tells. */
export function StandingMark({ standing, iconOnly = false }: StandingMarkProps) {
  if (standing === null) return null;
  const { icon: Icon, tone, text } = standingMarks[standing];
  return (
    <Badge tone={tone} title={text} className="shrink-0">
      <Icon aria-hidden />
      <span className={iconOnly ? 'sr-only' : undefined}>{text}</span>
    </Badge>
  );
}

/** The text of a row's first column, with its mark. */
export function Marked({ activity, children }: { activity: ActivityView; children: ReactNode }) {
  if (activity.standing === null) return children;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="truncate">{children}</span>
      <StandingMark standing={activity.standing} iconOnly />
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
