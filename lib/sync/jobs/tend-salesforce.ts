import { z } from 'zod';
import type { Job } from '../engine';
import { comingToRest } from '../quiet-step';

const Checkpoint = z.object({});
type Checkpoint = z.infer<typeof Checkpoint>;

export const tendSalesforce: Job<Checkpoint> = {
  name: 'tend-salesforce',
  checkpoint: Checkpoint,
  first: () => ({}),
  step: async (checkpoint) => comingToRest(checkpoint),
};
