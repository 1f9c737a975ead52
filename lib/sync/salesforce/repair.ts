/** What can be mended of a refused task by leaving something out, or by looking for the record again. Pure. */
import type { RecordResult } from '@/lib/salesforce/client';
import type { TaskFields } from '@/lib/salesforce/map-tasks';

export type Refused = Extract<RecordResult, { ok: false }>;

/** Names to leave out from then on: fields, and ids of records that take nothing any more. */
export type Repair = { without: string[]; note: string };

/** What a task cannot do without. */
const needed = new Set(['Subject', 'Status', 'WhoId', 'ActivityDate', 'Description']);
const goneCodes = ['ENTITY_IS_DELETED', 'CANNOT_UPDATE_CONVERTED_LEAD', 'INVALID_CROSS_REFERENCE_KEY'];
const fieldCodes = [
  'INVALID_FIELD',
  'INVALID_FIELD_FOR_INSERT_UPDATE',
  'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  'INVALID_PICKLIST_VALUE',
  'STRING_TOO_LONG',
];
const ownerCodes = ['INACTIVE_OWNER_OR_USER', 'OPERATION_WITH_INACTIVE_USER_EXCEPTION'];

/** Null where nothing can be mended here. `sent` is the task as it was refused, `keyField` that of our keys. */
export function repairOf(refused: Refused, sent: TaskFields, keyField: string | null = null): Repair | null {
  const { code } = refused;
  if (fieldCodes.includes(code)) return withoutFields(refused, sent, keyField);
  const about = typeof sent.WhatId === 'string' ? sent.WhatId : null;
  if (about && isOfAbout(refused, about)) return { without: ['WhatId'], note: aboutNotes[code] ?? unfit };
  if ((ownerCodes.includes(code) || refused.fields.includes('OwnerId')) && sent.OwnerId) {
    return {
      without: ['OwnerId'],
      note: 'The task belongs to the connected user: the seller cannot own tasks in Salesforce.',
    };
  }
  const who = typeof sent.WhoId === 'string' ? sent.WhoId : null;
  if (who && goneCodes.includes(code)) return { without: [who], note: `${who} no longer takes activities.` };
  return null;
}

/** An upsert that finds the key becomes a change, and this field cannot be changed: so the task was made before. */
export function isThereAlready({ code, fields }: Refused): boolean {
  return isThereAlreadyCode(code) && fields.includes('TaskSubtype');
}

/** The codes of the two ways in which Salesforce says that a task is there. */
export const isThereAlreadyCode = (code: string | null) => code === 'INVALID_FIELD_FOR_INSERT_UPDATE';
export const isKeyTakenCode = (code: string | null): code is 'DUPLICATE_VALUE' => code === 'DUPLICATE_VALUE';

/** Whether the key of a task is taken by another: by itself, when it was made before. */
export function isKeyTaken({ code, message }: Refused, keyField: string | null): boolean {
  return isKeyTakenCode(code) && keyField !== null && message.includes(`${keyField} duplicates value`);
}

/** The id of whoever has the key, 15 characters long; null where this user may not see it. */
export function holderOfKey({ message }: Refused): string | null {
  return /with id: ([0-9A-Za-z]{15,18})\b/.exec(message)?.[1] ?? null;
}

function withoutFields({ fields, message }: Refused, sent: TaskFields, keyField: string | null): Repair | null {
  const named = fields.length > 0 ? fields : namesIn(message);
  const without = named.filter((name) => name in sent && !needed.has(name) && name !== keyField);
  return without.length > 0 ? { without, note: `Salesforce did not take ${without.join(', ')}.` } : null;
}

/** Field names in the messages of whole requests, such as "No such column 'X' on entity 'Task'". */
function namesIn(message: string): string[] {
  const column = /No such column '([\w.]+)'/.exec(message)?.[1];
  const listed = /create\/update fields: ([\w, ]+)\./.exec(message)?.[1]?.split(/,\s*/) ?? [];
  return [...(column ? [column] : []), ...listed];
}

function isOfAbout({ code, fields, message }: Refused, about: string): boolean {
  if (code === 'FIELD_INTEGRITY_EXCEPTION') return fields.includes('WhatId') || message.includes('WhatId');
  if (![...goneCodes, 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY'].includes(code)) return false;
  if (fields.length > 0) return fields.includes('WhatId');
  // Without a word which one: what can be left out goes first.
  return message.includes(about.slice(0, 15)) || !/[0-9A-Za-z]{15}/.test(message);
}

const unfit = 'It is on the person only: Salesforce did not take what it is related to.';
const aboutNotes: Record<string, string> = {
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY:
    'It is on the person only: the connected user may not see the account or opportunity.',
  ENTITY_IS_DELETED: 'It is on the person only: the account or opportunity was deleted.',
};
