/** What an org offers logging, from its own descriptions. Pure. */
import { keyOf, type OrgCapabilities, type OrgField } from '@/lib/salesforce-connections/model';
import type { WireObjectDescription, WireTaskStatus } from './api-types';

type Input = {
  /** Of the objects that the user may see. */
  descriptions: WireObjectDescription[];
  statuses: WireTaskStatus[];
  /** The key field that an admin named, if any. */
  chosenKeyField: string | null;
};

const usualStatus = 'Completed';

/** Never throws: what is missing is said by what is absent. */
export function capabilitiesFrom({ descriptions, statuses, chosenKeyField }: Input): OrgCapabilities {
  const task = descriptions.find(({ name }) => name === 'Task');
  const objects = Object.fromEntries(
    descriptions.map(({ name, createable, updateable, fields }) => [
      name,
      { createable, updateable, fields: fields.map(orgFieldFrom) },
    ]),
  );
  const known = { objects, keyFields: task ? keyFieldsOf(task) : [], chosenKeyField };
  return { ...known, ...keyOf(known), closedStatuses: closedStatusesFrom(statuses) };
}

/** Our keys have 36 characters. */
const shortestKeyField = 36;

function keyFieldsOf({ fields }: WireObjectDescription): string[] {
  return fields
    .filter(({ type, externalId, unique, createable }) => type === 'string' && externalId && unique && createable)
    .filter(({ length }) => (length ?? 0) >= shortestKeyField)
    .map(({ name }) => name);
}

function orgFieldFrom(field: WireObjectDescription['fields'][number]): OrgField {
  const { name, label, type, length, createable, updateable, picklistValues } = field;
  return {
    name,
    label,
    type,
    length: length || null,
    createable,
    updateable,
    values: picklistValues.filter(({ active }) => active).map(({ value }) => value),
    defaultValue: picklistValues.find(({ active, defaultValue }) => active && defaultValue)?.value ?? null,
  };
}

/** What tasks hold is the API name where labels were translated. */
function closedStatusesFrom(statuses: WireTaskStatus[]): string[] {
  const closed = statuses.filter(({ IsClosed }) => IsClosed).map(({ ApiName, MasterLabel }) => ApiName ?? MasterLabel);
  return closed.toSorted((a, b) => Number(b === usualStatus) - Number(a === usualStatus));
}
