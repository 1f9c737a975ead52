/** All objects of one org, and what each user may see and write of them. */
import type { Field, ObjectSchema } from './field';
import {
  accountSchema,
  contactRoleSchema,
  contactSchema,
  groupSchema,
  leadSchema,
  opportunitySchema,
  organizationSchema,
  userSchema,
} from './standard-objects';
import { type TaskVocabulary, taskPrioritySchema, taskSchema, taskStatusSchema } from './task';

export type FieldAccess = 'edit' | 'read' | 'hidden';
export type FieldRule = { object: string; field: string; access: FieldAccess; userId?: string };

export type SchemaBook = {
  objects(): ObjectSchema[];
  /** By name without regard to case; null when unknown, or out of this user's reach. */
  object(name: string, userId: string): ObjectSchema | null;
  /** By name without regard to case; null when unknown or hidden from this user. */
  field(schema: ObjectSchema, name: string, userId: string): Field | null;
  /** As this user may write it: field-level security takes away. */
  visibleFields(schema: ObjectSchema, userId: string): Field[];
  access(object: string, field: string, userId: string): FieldAccess;
  setFieldAccess(rule: FieldRule): void;
  setObjectAccess(rule: { object: string; allowed: boolean; userId?: string }): void;
  addField(object: string, field: Field): void;
  removeField(object: string, name: string): void;
  reset(): void;
};

type Options = { vocabulary: TaskVocabulary; taskFields: Field[] };

export function createSchemaBook({ vocabulary, taskFields }: Options): SchemaBook {
  const everyUser = '*';
  let schemas = new Map<string, ObjectSchema>();
  const rules = new Map<string, FieldAccess>();
  const closed = new Set<string>();
  const key = (...parts: string[]) => parts.join('|').toLowerCase();

  function reset(): void {
    const fresh = [taskSchema(vocabulary, taskFields), taskStatusSchema, taskPrioritySchema, ...standardObjects];
    schemas = new Map(fresh.map((schema) => [schema.name.toLowerCase(), { ...schema, fields: [...schema.fields] }]));
    rules.clear();
    closed.clear();
  }
  reset();

  const access = (object: string, field: string, userId: string): FieldAccess =>
    rules.get(key(object, field, userId)) ?? rules.get(key(object, field, everyUser)) ?? 'edit';
  const secured = (schema: ObjectSchema, field: Field, userId: string): Field | null => {
    const allowed = access(schema.name, field.name, userId);
    if (allowed === 'hidden') return null;
    return allowed === 'read' ? { ...field, createable: false, updateable: false } : field;
  };

  return {
    objects: () => [...schemas.values()],
    object: (name, userId) => {
      if (closed.has(key(name, userId)) || closed.has(key(name, everyUser))) return null;
      return schemas.get(name.toLowerCase()) ?? null;
    },
    field: (schema, name, userId) => {
      const wanted = name.toLowerCase();
      const found = schema.fields.find((each) => each.name.toLowerCase() === wanted);
      return found ? secured(schema, found, userId) : null;
    },
    visibleFields: (schema, userId) => schema.fields.flatMap((each) => secured(schema, each, userId) ?? []),
    access,
    setFieldAccess: (rule) => {
      rules.set(key(rule.object, rule.field, rule.userId ?? everyUser), rule.access);
    },
    setObjectAccess: ({ object, allowed, userId = everyUser }) => {
      if (allowed) closed.delete(key(object, userId));
      else closed.add(key(object, userId));
    },
    addField: (object, field) => {
      schemaNamed(schemas, object).fields.push(field);
    },
    removeField: (object, name) => {
      const schema = schemaNamed(schemas, object);
      schema.fields = schema.fields.filter((each) => each.name.toLowerCase() !== name.toLowerCase());
    },
    reset,
  };
}

const standardObjects = [
  leadSchema,
  contactSchema,
  accountSchema,
  opportunitySchema,
  contactRoleSchema,
  userSchema,
  groupSchema,
  organizationSchema,
];

function schemaNamed(schemas: Map<string, ObjectSchema>, name: string): ObjectSchema {
  const schema = schemas.get(name.toLowerCase());
  if (!schema) throw new Error(`there is no object ${name}`);
  return schema;
}
