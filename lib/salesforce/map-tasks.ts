/** Sales activities as Salesforce tasks: what is created, and what is noted on a task later. Pure. */
import type { SalesActivityBody } from '@/lib/sales-activities/model';
import { keyFieldOf, type OrgCapabilities, type OrgField } from '@/lib/salesforce-connections/model';
import {
  cutTo,
  isTaskKind,
  longestDescription,
  type MailEventKind,
  type TaskKind,
} from '@/lib/salesforce-logging/model';
import type { FieldValue } from './client';

export type TaskFields = Record<string, FieldValue>;

/** Where a task goes, and what is settled about it already. */
export type TaskFrame = {
  whoId: string;
  whatId: string | null;
  /** Null leaves it to the user who is connected. */
  ownerId: string | null;
  subject: string;
  /** The day it happened where the seller is: `2026-03-02`. */
  day: string;
  /** What the task is found by again. */
  key: string;
  /** Our page of the person. */
  personUrl: string;
  /** Fields that this org refused before. */
  without: readonly string[];
  /** Of a mail: whether its answer is known already. */
  isAnswered?: boolean;
};

export type TaskBody = Extract<SalesActivityBody, { kind: TaskKind }>;
export type MailEventBody = Extract<SalesActivityBody, { kind: MailEventKind }>;

/** Whether this becomes a task of its own. */
export const isTaskBody = (body: SalesActivityBody): body is TaskBody => isTaskKind(body.kind);

/**
 * One finished task, in one insert: with a closed status it locks nothing but itself. Optional fields are filled as far
 * as the org has them and lets us.
 */
export function taskFromSalesActivity(body: TaskBody, frame: TaskFrame, org: OrgCapabilities): TaskFields {
  const optional = body.kind === 'call' ? callFields(body, org) : mailFields(body, frame, org);
  const wished: TaskFields = { ...optional, ...keyFields(frame.key, org) };
  const may = new Map(fieldsOf(org).map((field) => [field.name, field]));
  const given = Object.entries(wished).flatMap(([name, value]) => {
    const field = may.get(name);
    if (!field?.createable || value === null || value === '' || frame.without.includes(name)) return [];
    const fits = fitting(field, value);
    return fits === null ? [] : [[name, fits] as const];
  });
  return {
    Subject: frame.subject,
    Status: closedStatus(org),
    WhoId: frame.whoId,
    ...(frame.whatId && { WhatId: frame.whatId }),
    ...(frame.ownerId && { OwnerId: frame.ownerId }),
    ActivityDate: frame.day,
    Description: descriptionOf(body, org.keyMode === 'marker' ? markOf(frame.key) : null),
    ...Object.fromEntries(given),
  };
}

/** What is noted on a mail's task when something happens to the mail; empty where the org has no field for it. */
export function taskChangeFrom(kind: MailEventBody['kind'] | 'email-replied', org: OrgCapabilities): TaskFields {
  const wished: Record<typeof kind, TaskFields> = {
    'email-opened': { MSE_Viewed__c: true },
    // Who clicks has seen the mail, also where pictures are not loaded.
    'email-clicked': { MSE_Viewed__c: true, MSE_Clicked__c: true },
    'email-bounced': { MSE_Email_Status__c: 'bounced' },
    'email-replied': { MSE_Replied__c: true },
  };
  const may = new Set(fieldsOf(org).flatMap((field) => (field.updateable ? [field.name] : [])));
  return Object.fromEntries(Object.entries(wished[kind]).filter(([name]) => may.has(name)));
}

/** Whether a mail's task was made with the mark of an answer. */
export const saysAnswered = (task: Record<string, unknown> | null) => task?.MSE_Replied__c === true;

/** The last line of a task's description where the org has no field for our key. */
export const markOf = (key: string) => `[sa:${key}]`;
/** The key in a description; null without a mark. */
export const keyInDescription = (text: string | null) => /\[sa:([0-9a-f-]{36})\]\s*$/.exec(text ?? '')?.[1] ?? null;

function mailFields(body: Exclude<TaskBody, { kind: 'call' }>, frame: TaskFrame, org: OrgCapabilities): TaskFields {
  const isReply = body.kind === 'email-replied';
  return {
    TaskSubtype: 'Email',
    Type: isReply ? (typeIn(org, 'Reply') ?? typeIn(org, 'Email')) : typeIn(org, 'Email'),
    ...campaignFields(body.payload),
    MSE_Details__c: frame.personUrl,
    ...(body.kind === 'email-sent' && {
      MSE_Email_Status__c: 'sent',
      ...(frame.isAnswered && { MSE_Replied__c: true }),
      MSE_Template__c: body.payload.templateName,
      MSE_Template_Details__c: body.payload.templateUrl,
    }),
  };
}

function callFields({ payload }: Extract<TaskBody, { kind: 'call' }>, org: OrgCapabilities): TaskFields {
  return {
    TaskSubtype: 'Call',
    Type: typeIn(org, 'Call'),
    CallType: 'Outbound',
    CallDurationInSeconds: payload.durationSeconds,
    CallDisposition: payload.outcome ?? payload.status,
    mktosales_call_outcome__c: payload.outcome,
    mktosales_call_reason__c: payload.reason,
    MSE_Call_Local_Presence_ID__c: payload.localPresenceId,
    MSE_Call_Recording__c: payload.recordingUrl,
    ...campaignFields(payload),
  };
}

type Campaign = {
  campaignName: string | null;
  campaignUrl: string | null;
  campaignDay: number | null;
  campaignStep: number | null;
};

function campaignFields({ campaignName, campaignUrl, campaignDay, campaignStep }: Campaign): TaskFields {
  const step = [campaignDay && `day ${campaignDay}`, campaignStep && `step ${campaignStep}`].filter(Boolean).join(', ');
  return {
    MSE_Campaign__c: campaignName,
    MSE_Current_Campaign_Step__c: step,
    MSE_Campaign_Details_Link__c: campaignUrl,
  };
}

function keyFields(key: string, org: OrgCapabilities): TaskFields {
  const keyField = keyFieldOf(org);
  return keyField ? { [keyField]: key } : {};
}

/** Salesforce sets the type only where its list has exactly this value and no default of its own. */
function typeIn(org: OrgCapabilities, value: string): string | null {
  const type = fieldsOf(org).find((field) => field.name === 'Type');
  return type && type.defaultValue === null && type.values.includes(value) ? value : null;
}

function closedStatus({ closedStatuses }: OrgCapabilities): string {
  return closedStatuses.find((status) => status === 'Completed') ?? closedStatuses[0] ?? 'Completed';
}

function descriptionOf(body: TaskBody, mark: string | null): string {
  const text = (body.kind === 'call' ? callText(body) : mailText(body)).replaceAll('\r\n', '\n').trim();
  const end = mark ? `\n\n${mark}` : '';
  return (cutTo(text, longestDescription - end.length) + end).trim();
}

function mailText({ kind, payload }: Exclude<TaskBody, { kind: 'call' }>): string {
  if (kind === 'email-replied') return payload.bodyText ?? '';
  const heads = [
    ['To', payload.to],
    ['Cc', payload.cc],
    ['Bcc', payload.bcc],
  ] as const;
  const lines = heads
    .filter(([, addresses]) => addresses.length > 0)
    .map(([name, list]) => `${name}: ${list.join(', ')}`);
  return [...lines, `Subject: ${payload.emailSubject}`, '', payload.bodyText ?? ''].join('\n');
}

function callText({ payload }: Extract<TaskBody, { kind: 'call' }>): string {
  const facts = [
    ['Status', payload.status],
    ['Number', payload.phoneNumber],
    ['Answered by', payload.answeredBy],
    ['Reason', payload.reason],
    ['Recording', payload.recordingUrl],
  ] as const;
  const lines = facts.filter(([, value]) => value).map(([name, value]) => `${name}: ${value}`);
  return [payload.notes ?? '', '', ...lines].join('\n');
}

const numbers = ['double', 'int', 'long', 'currency', 'percent'];
const texts = ['string', 'textarea', 'url', 'picklist', 'combobox', 'multipicklist', 'email', 'phone'];

/** Null where the org made the field for something else: one such value would spoil the whole call. */
function fitting({ type, length }: OrgField, value: FieldValue): FieldValue {
  if (typeof value === 'boolean') return type === 'boolean' ? value : null;
  if (typeof value === 'number') return numbers.includes(type) ? value : null;
  if (typeof value !== 'string' || !texts.includes(type)) return null;
  // Half an address leads nowhere.
  if (type === 'url') return length !== null && value.length > length ? null : value;
  return length === null ? value : cutTo(value, length);
}

const fieldsOf = (org: OrgCapabilities): OrgField[] => org.objects.Task?.fields ?? [];
