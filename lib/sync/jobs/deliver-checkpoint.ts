import { z } from 'zod';
import { mostActivities } from '../../marketo/custom-activity-client';

/** A search for deliveries that may have arrived, where it is to go on. */
export const LookPosition = z.object({
  keys: z.array(z.uuid()),
  leadIds: z.array(z.number().int()),
  typeIds: z.array(z.number().int()),
  token: z.string(),
  /** Absence is judged by this moment: later pages say nothing of what showed in earlier ones since. */
  beganAt: z.coerce.date(),
});
export type LookPosition = z.infer<typeof LookPosition>;

export const DeliverCheckpoint = z.object({
  /** How many go in the next call: fewer after one that failed as a whole, more after one that went well. */
  most: z.number().int().min(1).default(mostActivities),
  look: LookPosition.nullable().default(null),
  /** Looking and sending take turns, so that a look that is long or fails keeps nothing from being sent. */
  turn: z.enum(['look', 'send']).default('look'),
});
export type DeliverCheckpoint = z.infer<typeof DeliverCheckpoint>;
