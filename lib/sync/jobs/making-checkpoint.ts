/** Where the making of activity types stands; the page that asks for it reads this, too. */
import { z } from 'zod';
import { typeLayouts } from '../../activity-types/model';

export const MakingCheckpoint = z.object({
  /** What the admin confirmed; null when nothing is to be made. */
  asked: z.object({ layout: z.enum(typeLayouts), by: z.string() }).nullable(),
  /** Why it could not be done the last time it was asked for, in words. */
  problem: z.string().nullable(),
});
export type MakingCheckpoint = z.infer<typeof MakingCheckpoint>;

export const nothingAsked: MakingCheckpoint = { asked: null, problem: null };
