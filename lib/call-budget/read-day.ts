import { selectCallState } from '@/db/queries/call-budget';
import type { Ctx } from '../context';
import { type DayUse, dayUseOf } from './day';

/** What was used of the day's quota so far, by us and by everybody. */
export async function readDayUse({ db, clock }: Pick<Ctx, 'db' | 'clock'>): Promise<DayUse> {
  return dayUseOf(await selectCallState(db, 'marketo'), clock.now());
}
