import { z } from 'zod';
import { salesActivityKinds } from '../sales-activities/model';
import { attributeTypes, typeLayouts } from './model';

const count = z.number().int();

const AttributeView = z.object({ apiName: z.string(), name: z.string(), dataType: z.enum(attributeTypes) });

/**
 * `changed` has a draft that is not approved; `lacking` is in use without some attributes; `unseen` is approved, and
 * Marketo does not show it yet.
 */
export const typeStates = ['ready', 'missing', 'draft', 'changed', 'lacking', 'unseen'] as const;
export type TypeState = (typeof typeStates)[number];

export const ActivityTypeView = z.object({
  apiName: z.string(),
  name: z.string(),
  description: z.string(),
  triggerName: z.string(),
  filterName: z.string(),
  kinds: z.array(z.enum(salesActivityKinds)),
  primaryAttribute: AttributeView,
  attributes: z.array(AttributeView),
  state: z.enum(typeStates),
  /** Names of attributes that it lacks in use. */
  missingAttributes: z.array(z.string()),
  /** Marketo's number of it; null until it can be used. */
  id: count.nullable(),
});
export type ActivityTypeView = z.infer<typeof ActivityTypeView>;

export const ActivityTypesView = z.object({
  connected: z.boolean(),
  /** When Marketo was asked; null before that. */
  asOf: z.iso.datetime().nullable(),
  /** Which layout is used, and a sentence why. */
  layout: z.enum(typeLayouts),
  why: z.string(),
  /** Of the ten types an instance may have; null where that cannot be seen. */
  freeSlots: count.nullable(),
  mostTypes: count,
  mayMake: z.boolean(),
  /** Why what is missing cannot be made from here, as a sentence; null when it can, or nothing is missing. */
  obstacle: z.string().nullable(),
  layouts: z.array(z.object({ layout: z.enum(typeLayouts), types: z.array(ActivityTypeView) })),
  making: z.object({
    underWay: z.boolean(),
    /** Types that are ready, of those of the layout. */
    ready: count,
    of: count,
    /** Why the job waits, or what came in its way the last time, as a sentence. */
    message: z.string().nullable(),
  }),
});
export type ActivityTypesView = z.infer<typeof ActivityTypesView>;

/** The layout as the admin saw it: no other is made. */
export const MakeTypesInput = z.strictObject({ layout: z.enum(typeLayouts) });
export type MakeTypesInput = z.infer<typeof MakeTypesInput>;
