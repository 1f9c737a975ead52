import type { ActivityView } from '@/lib/activity-grid/contract';
import { attribute } from './attributes';

export const mailEvents = [
  'sent',
  'delivered',
  'opened',
  'clicked',
  'replied',
  'bounced',
  'soft-bounced',
  'unsubscribed',
  'other',
] as const;
export type MailEvent = (typeof mailEvents)[number];

export const mailEventTitles: Record<MailEvent, string> = {
  sent: 'Sent',
  delivered: 'Delivered',
  opened: 'Opened',
  clicked: 'Clicked',
  replied: 'Replied',
  bounced: 'Bounced',
  'soft-bounced': 'Bounced, may be tried again',
  unsubscribed: 'Unsubscribed',
  other: 'Other',
};

/**
 * What an e-mail activity says happened. Decided by words in the type's name, so sales e-mails and custom types count
 * too; a type that stands for several events tells which in an attribute.
 */
export function mailEvent({ type, attributes }: Pick<ActivityView, 'type' | 'attributes'>): MailEvent {
  const name = (attribute(attributes, 'Event') ?? type).toLowerCase();
  if (name.includes('unsubscribe')) return 'unsubscribed';
  if (name.includes('bounce')) return name.includes('soft') ? 'soft-bounced' : 'bounced';
  if (/\b(repl|receive)/.test(name)) return 'replied';
  if (/\bclick/.test(name)) return 'clicked';
  if (/\bopen/.test(name)) return 'opened';
  if (name.includes('deliver')) return 'delivered';
  if (/\bsen[dt]/.test(name)) return 'sent';
  return 'other';
}
