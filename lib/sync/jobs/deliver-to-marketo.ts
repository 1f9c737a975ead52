import { z } from 'zod';
import type { Job } from '../engine';
import { comingToRest } from '../quiet-step';

const Checkpoint = z.object({});
type Checkpoint = z.infer<typeof Checkpoint>;

export const deliverToMarketo: Job<Checkpoint> = {
  name: 'deliver-to-marketo',
  checkpoint: Checkpoint,
  first: () => ({}),
  step: async (checkpoint) => comingToRest(checkpoint),
};
