import type { Db } from '@/db/client';
import type { Actor } from './auth/model';
import type { CallLane } from './call-budget/model';
import type { Clock } from './clock';
import type { Logger } from './logger';
import type { MarketoClient } from './marketo/client';

/** What a use case may touch. Built by lib/wiring.ts; tests build their own. */
export type Ctx = {
  db: Db;
  clock: Clock;
  log: Logger;
  /** Who asks; null for jobs and public routes. */
  actor: Actor | null;
  /** The Marketo connection, its calls paid from `lane`. Rejects with AppError `not_configured` without a connection. */
  marketo(lane: CallLane): Promise<MarketoClient>;
};
