/** The opportunity of a person, which is read by itself: it comes from roles, not from the record. */
import { and, asc, eq, gt, isNotNull, sql } from 'drizzle-orm';
import type { PersonOrigin } from '@/lib/people/model';
import type { Tx } from '../client';
import { people } from '../schema';
import { eventsTold } from './person-history';

/** Listed people after `afterId`, by Marketo ID; with `contactsOnly` those who are contacts in Salesforce. */
export async function selectOpportunityHolders(
  db: Tx,
  { afterId, contactsOnly, limit }: { afterId: number; contactsOnly: boolean; limit: number },
): Promise<number[]> {
  const holder = contactsOnly ? isNotNull(people.sfdcContactId) : undefined;
  const rows = await db
    .select({ marketoId: people.marketoId })
    .from(people)
    .where(and(gt(people.marketoId, afterId), eq(people.state, 'active'), holder))
    .orderBy(asc(people.marketoId))
    .limit(limit);
  return rows.map((row) => row.marketoId);
}

/**
 * Stores the opportunities read at `readAt`, unless they were read later already, also where the record itself was read
 * later. Returns how many people changed.
 */
export async function updateOpportunities(
  db: Tx,
  { readAt, opportunities, origin }: { readAt: Date; opportunities: Map<number, string | null>; origin: PersonOrigin },
): Promise<number> {
  if (opportunities.size === 0) return 0;
  const rows = [...opportunities].map(([id, opportunity]) => ({ id, opportunity }));
  const at = sql`${readAt.toISOString()}::timestamptz`;
  const [changed] = await db.execute<{ count: number }>(sql`
    with read as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r (id bigint, opportunity text)
    ), old as materialized (
      select p.marketo_id, p.sfdc_opportunity_id as was, p.opportunity_read_at is not null as known
      from people p join read r on r.id = p.marketo_id
    ), written as (
      update people p set sfdc_opportunity_id = r.opportunity, opportunity_read_at = ${at}
      from read r where p.marketo_id = r.id and coalesce(p.opportunity_read_at, '-infinity') < ${at}
      returning p.marketo_id, p.sfdc_opportunity_id as now
    ), changed as (
      select * from written join old using (marketo_id) where was is distinct from now
    ), told as materialized (${eventsTold(origin)}
    ), noted as (
      insert into person_events (marketo_id, noted_at, happened_at, source, marketo_event, kind, changes)
      select marketo_id, ${at}, t.happened_at, coalesce(t.teller, ${origin.source}), t.name, 'changed',
        jsonb_build_array(jsonb_build_object('field', 'sfdcOpportunityId', 'from', was, 'to', now))
      from changed left join told t using (marketo_id) where known
    )
    select count(*)::int as count from changed`);
  return changed?.count ?? 0;
}
