import type { ActivityView } from '@/lib/activity-grid/contract';
import { attribute, isBotActivity } from './attributes';
import { callDuration, callNotes, callOutcome } from './call-facts';
import { mailEvent, mailEventTitles } from './mail-events';
import { mailSubject } from './rows';

/** One activity in two short texts: what it is about, and what is worth knowing at a glance. */
export function summaryOf(activity: ActivityView): { what: string; details: string } {
  const read = (...names: string[]) => attribute(activity.attributes, ...names);
  switch (activity.kind) {
    case 'email':
      return { what: mailSubject(activity), details: mailDetails(activity) };
    case 'call':
      return { what: activity.title, details: callDetails(activity.attributes) };
    case 'interesting-moment':
      return { what: read('Description') ?? activity.title, details: joined([read('Type'), read('Source')]) };
    case 'web':
      return { what: activity.title || read('Webpage URL') || activity.type, details: webDetails(activity) };
    case 'score':
      return {
        what: scoreName(activity),
        details: joined([scoreMove(read('Change Value'), read('New Value')), read('Reason')]),
      };
  }
}

/** The score's own name: the title of a score activity ends with its change. */
export function scoreName(activity: ActivityView): string {
  return activity.title.replace(/ [+-]\d+(\.\d+)?$/, '');
}

function mailDetails(activity: ActivityView): string {
  const event = mailEvent(activity);
  const link = event === 'clicked' ? attribute(activity.attributes, 'Link') : null;
  const reason = event === 'bounced' || event === 'soft-bounced' ? attribute(activity.attributes, 'Details') : null;
  const bot = isBotActivity(activity.attributes) ? 'by a bot' : null;
  const sender = attribute(activity.attributes, 'Sent by');
  return joined([
    event === 'other' ? activity.type : mailEventTitles[event],
    link,
    reason,
    bot,
    sender && `from ${sender}`,
  ]);
}

function callDetails(attributes: ActivityView['attributes']): string {
  return joined([callOutcome(attributes), callDuration(attributes), callNotes(attributes)]);
}

function webDetails(activity: ActivityView): string {
  const page = attribute(activity.attributes, 'Webpage URL');
  const referrer = attribute(activity.attributes, 'Referrer URL');
  return joined([activity.type, page === activity.title ? null : page, referrer && `from ${referrer}`]);
}

function scoreMove(change: string | null, newValue: string | null): string | null {
  if (change && newValue) return `${change} to ${newValue}`;
  return change ?? newValue;
}

const joined = (parts: (string | null)[]) => parts.filter(Boolean).join(' · ');
