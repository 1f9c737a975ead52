/** A call while it is being written down: what was typed, and what is sent of it. */
import { z } from 'zod';
import type { LogCallBody } from '@/lib/calls/contract';
import { callStatuses } from '@/lib/sales-activities/model';
import { secondsFromText } from './duration';
import { localText, momentFromLocal } from './local-time';

const CalledPerson = z.object({
  marketoId: z.number().int(),
  name: z.string(),
  company: z.string().nullable(),
  phone: z.string().nullable(),
});
export type CalledPerson = z.infer<typeof CalledPerson>;

export const Draft = z.object({
  /** Of the call that this becomes: a second click, or another try after a failure, is the same call. */
  key: z.string(),
  /** When the call was, unless another time is typed. */
  openedAt: z.iso.datetime(),
  person: CalledPerson.nullable(),
  phoneNumber: z.string(),
  outcome: z.string(),
  reason: z.string(),
  notes: z.string(),
  when: z.string(),
  duration: z.string(),
  status: z.enum(callStatuses).nullable(),
  answeredBy: z.string(),
  recordingUrl: z.string(),
});
export type Draft = z.infer<typeof Draft>;

/** Random, also where the app is not served by https, and the browser therefore has no randomUUID. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The form as it opens, about somebody or nobody yet. */
export function emptyDraft(person: CalledPerson | null, now: Date): Draft {
  return {
    key: newKey(),
    openedAt: now.toISOString(),
    person,
    phoneNumber: person?.phone ?? '',
    outcome: '',
    reason: '',
    notes: '',
    when: localText(now),
    duration: '',
    status: null,
    answeredBy: '',
    recordingUrl: '',
  };
}

/** Whether something was typed or chosen that would be a loss. */
export function isWorthKeeping(draft: Draft): boolean {
  const { key, ...typed } = draft;
  const { key: _, ...empty } = emptyDraft(draft.person, new Date(draft.openedAt));
  return JSON.stringify(typed) !== JSON.stringify(empty);
}

/** What changes with another person; the number follows unless another one was typed. */
export function withPerson(draft: Draft, person: CalledPerson | null): Pick<Draft, 'person' | 'phoneNumber'> {
  const isOffered = draft.phoneNumber === (draft.person?.phone ?? '');
  return { person, phoneNumber: isOffered ? (person?.phone ?? '') : draft.phoneNumber };
}

export type DraftErrors = Partial<Record<keyof LogCallBody, string>>;

const errorNames: Partial<Record<keyof Draft, keyof LogCallBody>> = {
  person: 'marketoId',
  when: 'occurredAt',
  duration: 'durationSeconds',
};

/** Under which name what is wrong with this part of a draft is told. */
export const errorNameOf = (name: keyof Draft) => errorNames[name] ?? name;

/** What is sent, or what is wrong with what was typed, by field. */
export function bodyFromDraft(draft: Draft): { body: LogCallBody } | { errors: DraftErrors } {
  const { key, person, when, duration, openedAt, ...rest } = draft;
  const occurredAt = when === localText(new Date(openedAt)) ? openedAt : momentFromLocal(when);
  const seconds = duration.trim() === '' ? null : secondsFromText(duration);
  const errors: DraftErrors = {
    ...(person === null && { marketoId: 'Choose who was called.' }),
    ...(occurredAt === null && { occurredAt: 'Expected a day and a time.' }),
    ...(duration.trim() !== '' &&
      seconds === null && { durationSeconds: 'Expected a length such as 3:20, 200 or 3m 20s.' }),
  };
  if (person === null || occurredAt === null || Object.keys(errors).length > 0) return { errors };
  const { recordingUrl, ...texts } = rest;
  return {
    body: {
      ...texts,
      key,
      marketoId: person.marketoId,
      occurredAt,
      durationSeconds: seconds,
      recordingUrl: recordingUrl.trim() || null,
    },
  };
}
