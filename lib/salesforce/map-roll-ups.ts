/** The most recent activity as it is noted on records themselves, in the fields that sales tools bring. Pure. */
import type { OrgCapabilities, OrgField } from '@/lib/salesforce-connections/model';
import { cutTo, type TaskKind } from '@/lib/salesforce-logging/model';
import type { TaskFields } from './map-tasks';

/** Found by their labels: the packages that bring them spell the API names differently. */
const labels = {
  'last activity by sales': ['email-sent', 'call'],
  'last sales engagement': ['email-replied'],
  'last replied': ['email-replied'],
  'current sales campaign': ['email-sent', 'email-replied', 'call'],
} as const satisfies Record<string, TaskKind[]>;

export type RecentActivity = {
  kind: TaskKind;
  subject: string;
  campaignName: string | null;
  occurredAt: Date;
  day: string;
};

/** What is to be written on a record of `object`; empty where the org has no such fields, or does not let us. */
export function rollUpFrom(activity: RecentActivity, object: string, org: OrgCapabilities): TaskFields {
  const fields = org.objects[object]?.fields ?? [];
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = valueFor(field, activity);
      return value === null ? [] : [[field.name, value] as const];
    }),
  );
}

function valueFor(field: OrgField, activity: RecentActivity): string | null {
  const label = Object.keys(labels).find((one) => one === field.label.toLowerCase()) as keyof typeof labels | undefined;
  if (!label || !field.updateable || !labels[label].some((kind) => kind === activity.kind)) return null;
  const text = label === 'current sales campaign' ? activity.campaignName : activity.subject;
  if (field.type === 'datetime') return activity.occurredAt.toISOString();
  if (field.type === 'date') return activity.day;
  return text === null ? null : cutTo(text, field.length ?? 255);
}
