/** A task as it is to be sent, or would be. Pure. */
import { type TaskBody, type TaskFields, taskFromSalesActivity } from '../salesforce/map-tasks';
import { objectOf } from '../salesforce/soql';
import type { OrgCapabilities } from '../salesforce-connections/model';
import { type LoggingSettings, renderSubject, replySubject } from './model';
import { subjectValues } from './subject';

export type TaskInput = {
  body: TaskBody;
  logging: LoggingSettings;
  marketoId: number;
  occurredAt: Date;
  /** IANA name of the zone in which the day is the day. */
  timeZone: string;
  /** The contact or lead, what it is also related to, and who owns it; null leaves the owner to whoever is connected. */
  record: string;
  about: string | null;
  ownerId: string | null;
  key: string;
  /** What this org refused before. */
  without: readonly string[];
  /** Of a mail: whether its answer is known already. */
  isAnswered?: boolean;
  /** Where people find this app. */
  appUrl: string;
};

/** The fields of the task that stands for an activity on one record. */
export function composeTask(input: TaskInput, org: OrgCapabilities): TaskFields {
  const { body, logging, record, about, ownerId, key, without } = input;
  const frame = {
    whoId: record,
    // A lead goes with nothing else.
    whatId: without.includes('WhatId') || objectOf(record) === 'Lead' ? null : about,
    ownerId: without.includes('OwnerId') ? null : ownerId,
    subject: subjectOf(body, logging),
    day: dayIn(input.timeZone, input.occurredAt),
    key,
    personUrl: `${input.appUrl}/people/${input.marketoId}`,
    without,
    isAnswered: input.isAnswered,
  };
  return taskFromSalesActivity(body, frame, org);
}

function subjectOf(body: TaskBody, { subjectTemplate }: LoggingSettings): string {
  if (body.kind === 'email-replied') return replySubject(body.payload.emailSubject);
  return renderSubject(subjectTemplate, subjectValues(body));
}

/** The date at a moment where the seller is; UTC where the zone is not known. */
export function dayIn(timeZone: string, moment: Date): string {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    // Swedish writes dates as 2026-03-02.
    return new Intl.DateTimeFormat('sv-SE', { ...options, timeZone }).format(moment);
  } catch {
    return moment.toISOString().slice(0, 10);
  }
}
