/** Custom activity types: drafted, approved, changed in a new draft, deleted; at most ten, with twenty attributes each. */
import { activityTypes, deletedLeadsTypeId } from './activity-types';
import { MarketoError } from './envelope';

export const attributeDataTypes = [
  'string',
  'boolean',
  'integer',
  'float',
  'link',
  'email',
  'currency',
  'date',
  'datetime',
  'phone',
  'text',
] as const;
export type AttributeDataType = (typeof attributeDataTypes)[number];
export type CustomAttribute = { apiName: string; name: string; dataType: AttributeDataType; description?: string };
/** What an administrator writes; approved as a whole. */
export type CustomTypeText = {
  name: string;
  description: string;
  triggerName: string;
  filterName: string;
  primaryAttribute: CustomAttribute;
  attributes: CustomAttribute[];
};
export type CustomType = {
  id: number;
  apiName: string;
  approved: CustomTypeText | null;
  draft: CustomTypeText | null;
  deleted: boolean;
  createdAtMs: number;
  updatedAtMs: number;
};
export type CustomTypesState = CustomType[];
/** A filter or a trigger as it stands in the menu of smart lists. */
export type SmartListRule = {
  name: string;
  activityTypeId: number;
  /** Stands in every instance of it; the others can be added. */
  defaultConstraint: Constraint;
  constraints: Constraint[];
};
export type Constraint = { name: string; dataType: AttributeDataType };

export type CustomTypes = {
  list(): CustomType[];
  /** 1013 when there is none. */
  byApiName(apiName: string): CustomType;
  /** Null unless it is approved and was not deleted. */
  approved(id: number): { type: CustomType; text: CustomTypeText } | null;
  /** Any activity type that this instance has, native or custom. */
  knows(id: number): boolean;
  /** What approving makes: a filter in the past tense and a trigger in the present for each type. */
  rules(): { filters: SmartListRule[]; triggers: SmartListRule[] };
  /** All activity types but deletions. */
  extractable(): Set<number>;
  create(apiName: string, text: CustomTypeText): CustomType;
  /** Changes the draft, which begins as a copy of what is approved. */
  change(type: CustomType, change: (draft: CustomTypeText) => CustomTypeText): void;
  approve(type: CustomType): void;
  discardDraft(type: CustomType): void;
  delete(type: CustomType): void;
  dump(): CustomTypesState;
  load(state: CustomTypesState): void;
};

const mostTypes = 10;
const mostAttributes = 20;
const firstId = 100_001;

export function createCustomTypes(nowMs: () => number): CustomTypes {
  let types: CustomType[] = [];
  const living = () => types.filter((type) => !type.deleted);

  function touch(type: CustomType): void {
    type.updatedAtMs = nowMs();
  }

  return {
    list: () => types,
    byApiName: (apiName) => {
      const type = living().find((known) => known.apiName === apiName);
      if (!type) throw new MarketoError('1013', `Custom activity type '${apiName}' not found`);
      return type;
    },
    approved: (id) => {
      const type = living().find((known) => known.id === id);
      return type?.approved ? { type, text: type.approved } : null;
    },
    knows: (id) => activityTypes.some((type) => type.id === id) || types.some((type) => type.id === id),
    rules: () => ({
      filters: living().flatMap((type) => ruleOf(type, 'filterName')),
      triggers: living().flatMap((type) => ruleOf(type, 'triggerName')),
    }),
    extractable: () =>
      new Set([...activityTypes, ...types].map((type) => type.id).filter((id) => id !== deletedLeadsTypeId)),
    create: (apiName, text) => {
      if (living().some((type) => type.apiName === apiName))
        throw new MarketoError('1017', `Object already exists: '${apiName}'`);
      if (living().length >= mostTypes) throw new MarketoError('1027', 'Maximum number of activity types reached');
      requireFreeNames(living(), null, text);
      const id = firstId + types.length;
      const at = nowMs();
      const type = { id, apiName, approved: null, draft: text, deleted: false, createdAtMs: at, updatedAtMs: at };
      types.push(type);
      return type;
    },
    change: (type, change) => {
      const draft = change(structuredClone(type.draft ?? (type.approved as CustomTypeText)));
      if (draft.attributes.length > mostAttributes)
        throw new MarketoError('1028', `Maximum number of ${mostAttributes} attributes reached`);
      requireFreeNames(living(), type, draft);
      type.draft = draft;
      touch(type);
    },
    approve: (type) => {
      if (!type.draft) throw new MarketoError('709', 'There is no draft to approve');
      if (type.approved && type.approved.primaryAttribute.apiName !== type.draft.primaryAttribute.apiName)
        throw new MarketoError('709', 'The primary attribute of an approved type cannot be replaced');
      type.approved = type.draft;
      type.draft = null;
      touch(type);
    },
    discardDraft: (type) => {
      if (!type.draft || !type.approved) throw new MarketoError('709', 'There is no draft that could be discarded');
      type.draft = null;
      touch(type);
    },
    delete: (type) => {
      type.deleted = true;
      touch(type);
    },
    dump: () => types,
    load: (state) => {
      types = state;
    },
  };
}

export function statusOf(type: CustomType): 'draft' | 'approved' | 'approved with draft' | 'deleted' {
  if (type.deleted) return 'deleted';
  if (!type.approved) return 'draft';
  return type.draft ? 'approved with draft' : 'approved';
}

function ruleOf({ id, approved }: CustomType, name: 'filterName' | 'triggerName'): SmartListRule[] {
  if (!approved) return [];
  const constraintOf = ({ name: title, dataType }: CustomAttribute) => ({ name: title, dataType });
  const constraints = approved.attributes.map(constraintOf);
  const defaultConstraint = constraintOf(approved.primaryAttribute);
  return [{ name: approved[name], activityTypeId: id, defaultConstraint, constraints }];
}

/** Names of filters and triggers are unique in the whole instance. */
function requireFreeNames(types: CustomType[], self: CustomType | null, text: CustomTypeText): void {
  for (const other of types) {
    if (other === self) continue;
    for (const known of [other.approved, other.draft])
      if (known && (known.triggerName === text.triggerName || known.filterName === text.filterName))
        throw new MarketoError('1017', 'The trigger name and the filter name must be unique');
  }
}
