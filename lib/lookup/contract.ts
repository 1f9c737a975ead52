import { z } from 'zod';
import { lookupAnswers } from './model';

// A comma would ask Marketo for two addresses.
const isEmail = (text: string) => /^[^\s@,]+@[^\s@,]+$/.test(text);
const isMarketoId = (text: string) => /^\d{1,15}$/.test(text) && Number(text) > 0;

/** True for what can be looked up: a Marketo ID or an e-mail address. */
export const canLookUp = (text: string) => isMarketoId(text) || isEmail(text);

export const LookupQuery = z.object({
  /** A Marketo ID or an e-mail address. */
  of: z.string().trim().max(255).refine(canLookUp, 'Expected a Marketo ID or an e-mail address'),
});

export const LookupResult = z.object({
  /** Null when no record has the e-mail address. */
  marketoId: z.number().int().nullable(),
  answer: z.enum(lookupAnswers),
  /** The answer in words. */
  sentence: z.string(),
  /** Since when it is so, where that is known here. */
  since: z.iso.datetime().nullable(),
  /** The record a merged one lives on as. */
  winnerId: z.number().int().nullable(),
  /** True when there is a page about the person here: listed now, or once. */
  hasPage: z.boolean(),
});
export type LookupResult = z.infer<typeof LookupResult>;

export const LookupView = z.object({
  of: z.string(),
  /** One for a Marketo ID; for an e-mail address one for each record that has it, at most ten. */
  results: z.array(LookupResult).min(1),
  /** False when Marketo could not be asked; the answers are then from what is known here. */
  live: z.boolean(),
  at: z.iso.datetime(),
});
export type LookupView = z.infer<typeof LookupView>;
