/** Steps that write nothing but where to go on. */
import type { Step } from './engine';
import { noCounts } from './model';

/** On to `next`. */
export function goingOn<C>(next: C): Step<C> {
  return { next, done: false, commit: async () => noCounts };
}

/** Nothing more for now; the next run begins at `next`. */
export function comingToRest<C>(next: C): Step<C> {
  return { next, done: true, commit: async () => noCounts };
}
