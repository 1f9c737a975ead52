import 'server-only';
import { selectDirtyPerson, selectListedByEmail } from '@/db/queries/passport';
import { countPeopleByState, selectPerson } from '@/db/queries/people';
import { selectWinner } from '@/db/queries/person-merges';
import { type MarketoConnection, selectMarketoConnection } from '@/db/queries/settings';
import { selectJobs } from '@/db/queries/sync';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import type { WireLead } from '../marketo/api-types';
import { wireFieldsOf } from '../marketo/field-mapping';
import { hasSalesOwner, personFromLead } from '../marketo/map-people';
import { mostPeople } from '../people/model';
import { ProviderFault } from '../provider-fault';
import { phaseOf, stillToLoad } from '../sync/phase';
import type { LookupResult, LookupView } from './contract';
import { faultWords } from './fault-words';
import { type LookupFacts, whyNotHere } from './model';

const mostResults = 10;

type Asked = { leads: WireLead[] } | { why: string };

/**
 * Why a Marketo ID, or each record with an e-mail address, is or is not in the list. Asks Marketo, two calls at most, in
 * the lane of those who wait for an answer; answers from what is known here while Marketo cannot. Throws AppError `not_configured`.
 */
export async function lookUp(ctx: Ctx, of: string): Promise<LookupView> {
  const connection = await selectMarketoConnection(ctx.db);
  if (!connection) throw new AppError('not_configured', 'Marketo is not connected yet.');
  const listed = isId(of) ? [Number(of)] : await selectListedByEmail(ctx.db, of, mostResults);
  const asked = await askMarketo(ctx, of, listed, connection);
  const ids = idsOf(listed, asked);
  const results: LookupResult[] = [];
  for (const marketoId of ids) results.push(await resultOf(ctx, marketoId, asked, connection));
  return {
    of,
    results: results.length > 0 ? results : [nobodyHasIt(asked)],
    live: 'leads' in asked,
    at: ctx.clock.now().toISOString(),
  };
}

/** `listed` are the ids asked for, or those listed here with the address that was. */
async function askMarketo(ctx: Ctx, of: string, listed: number[], { fieldMapping }: MarketoConnection): Promise<Asked> {
  const fields = wireFieldsOf(fieldMapping);
  try {
    const client = await ctx.marketo('live-grid', 'lookup');
    if (isId(of)) return { leads: await client.getLeadsById({ ids: listed, fields }) };
    const leads = await client.getLeadsByEmail({ email: of, fields, limit: mostResults });
    // Listed here with an address that Marketo gives to others now: their own records tell what became of them.
    const others = listed.filter((id) => leads.every((lead) => lead.id !== id));
    return { leads: [...leads, ...(await client.getLeadsById({ ids: others, fields }))] };
  } catch (error) {
    if (error instanceof ProviderFault) return { why: faultWords[error.kind] };
    throw error;
  }
}

function idsOf(listed: number[], asked: Asked): number[] {
  const shown = 'leads' in asked ? asked.leads.map((lead) => lead.id) : [];
  return [...new Set([...shown, ...listed])].slice(0, mostResults);
}

async function resultOf(
  ctx: Ctx,
  marketoId: number,
  asked: Asked,
  connection: MarketoConnection,
): Promise<LookupResult> {
  const [person, winnerId, dirty, jobs, counts] = await Promise.all([
    selectPerson(ctx.db, marketoId),
    selectWinner(ctx.db, marketoId),
    selectDirtyPerson(ctx.db, marketoId),
    selectJobs(ctx.db),
    countPeopleByState(ctx.db),
  ]);
  const phase = phaseOf(jobs);
  const why = whyNotHere({
    marketoId,
    known: person?.state ?? null,
    winnerId,
    isWaiting: dirty !== null,
    marketo: seenOf(ctx, marketoId, asked, connection),
    sync: phase === 'not-started' || phase === 'paused' ? phase : stillToLoad(jobs, marketoId) ? 'loading' : 'running',
    isFull: (counts.active ?? 0) >= (ctx.mostPeople ?? mostPeople),
  });
  return {
    marketoId,
    ...why,
    since: person && sinceMatters(person.state, why.answer) ? person.stateSince.toISOString() : null,
    winnerId: why.answer === 'merged' ? winnerId : null,
    hasPage: person !== null,
  };
}

function seenOf(ctx: Ctx, marketoId: number, asked: Asked, connection: MarketoConnection): LookupFacts['marketo'] {
  if ('why' in asked) return { seen: 'not-asked', why: asked.why };
  const lead = asked.leads.find((one) => one.id === marketoId);
  if (!lead) return { seen: 'absent' };
  const person = personFromLead(lead, connection.fieldMapping, ctx.clock.now());
  const { reason } = hasSalesOwner(person, { mode: 'auto', contactsAlwaysOwned: connection.contactsAlwaysOwned });
  return { seen: reason, ownerName: person.owner.name };
}

const sinceOf: Partial<Record<LookupResult['answer'], string>> = {
  here: 'active',
  unowned: 'unowned',
  queue: 'unowned',
  'marketo-only': 'unowned',
  deleted: 'deleted',
  merged: 'merged',
  missing: 'missing',
};
const sinceMatters = (state: string, answer: LookupResult['answer']) => sinceOf[answer] === state;

function nobodyHasIt(asked: Asked): LookupResult {
  const none = { marketoId: null, since: null, winnerId: null, hasPage: false };
  if ('why' in asked) {
    const sentence = `${asked.why}. Nobody in the list has this e-mail address. Ask again in a minute.`;
    return { ...none, answer: 'not-asked', sentence };
  }
  const sentence =
    'No record that Marketo gives out has this e-mail address. It may be spelled differently there, or be in a workspace or partition that the API user of this app may not see.';
  return { ...none, answer: 'unknown', sentence };
}

const isId = (of: string) => /^\d+$/.test(of);
