/** What must be true after a seed, whatever happened in it. Each check answers sentences about what is not. */
import type postgres from 'postgres';
import type { MarketoSimulator } from '@/simulators/marketo/index';
import type { CallRecord } from '@/simulators/marketo/instance';

type Row = Record<string, unknown>;

/** I3: exactly the eligible people are listed, each once, with every field and the owner as Marketo has them. */
export async function wrongPeople(client: postgres.Sql, marketo: MarketoSimulator): Promise<string[]> {
  const rows = await client<Row[]>`select * from people where state = 'active' order by marketo_id`;
  const listed = new Map(rows.map((row) => [Number(row.marketo_id), row]));
  const wrong: string[] = [];
  if (listed.size !== rows.length) wrong.push('I3: somebody is listed twice');
  const eligible = marketo.world.eligible();
  for (const person of eligible) {
    const row = listed.get(person.marketoId);
    if (!row) wrong.push(`I3: ${person.marketoId} is not listed`);
    else wrong.push(...wrongFields(row, { ...person, ...ownerOf(marketo, person.marketoId) }));
  }
  const expected = new Set(eligible.map((person) => person.marketoId));
  for (const id of listed.keys()) if (!expected.has(id)) wrong.push(`I3: ${id} is listed and should not be`);
  return wrong;
}

function ownerOf(marketo: MarketoSimulator, marketoId: number) {
  const lead = marketo.world.lead(marketoId);
  return { ownerSfdcId: lead?.sfdcLeadOwnerId ?? null, ownerName: lead?.ownerName ?? null };
}

function wrongFields(row: Row, person: Record<string, unknown>): string[] {
  return Object.entries(person).flatMap(([field, value]) => {
    const wanted = typeof value === 'string' ? storable(value) : value;
    const column = row[field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] ?? null;
    const found = field === 'marketoId' ? Number(column) : column;
    const shown = (text: unknown) => JSON.stringify(text)?.slice(0, 60);
    return found === wanted ? [] : [`I3: ${person.marketoId} has ${field} ${shown(found)} instead of ${shown(wanted)}`];
  });
}

/** Postgres stores no NUL and no half of a surrogate pair; outer blanks are not worth keeping. */
const storable = (text: string) => text.replaceAll('\0', '').toWellFormed().trim() || null;

/** I4: Marketo was only read. */
export function writingCalls(calls: CallRecord[]): string[] {
  return calls.filter((call) => !isRead(call)).map((call) => `I4: ${call.method} ${call.path} is no read`);
}

function isRead({ method, path, query }: CallRecord): boolean {
  if (method === 'GET' || path.startsWith('/identity/') || query._method === 'GET') return true;
  return /^\/bulk\/v1\/leads\/export\/(create|[^/]+\/(enqueue|cancel))\.json$/.test(path);
}

/** I9: in no 20 s did we call more often than we allow ourselves. A process that stood still may send one call late. */
export function tooManyCalls(calls: CallRecord[], callsPerWindow: number, standstills: number): string[] {
  const at = calls.filter((call) => !call.path.startsWith('/identity/')).map((call) => call.at.getTime());
  for (let first = 0, last = 0; last < at.length; last += 1) {
    while ((at[last] as number) - (at[first] as number) >= 20_000) first += 1;
    const inWindow = last - first + 1;
    if (inWindow > callsPerWindow + standstills) {
      return [`I9: ${inWindow} calls in 20 s at ${new Date(at[last] as number).toISOString()}`];
    }
  }
  return [];
}

/** I10: whoever was skipped has a reason, and a run that did not end well says why. */
export async function unexplained(client: postgres.Sql): Promise<string[]> {
  const runs = await client<
    { job: string; outcome: string | null; message: string | null; counts: { skipped: Record<string, number> } }[]
  >`
    select job, outcome, message, counts from sync_runs`;
  return runs.flatMap(({ job, outcome, message, counts }) => [
    ...(outcome !== null && outcome !== 'done' && !message
      ? [`I10: a run of ${job} is ${outcome} without a word`]
      : []),
    ...Object.entries(counts.skipped)
      .filter(([reason, count]) => reason.trim() === '' || !(count > 0))
      .map(([reason, count]) => `I10: ${job} skipped ${count} for "${reason}"`),
  ]);
}

/** I12: neither logs nor what admins read holds a secret. */
export async function leakedSecrets(client: postgres.Sql, logged: string[], secrets: string[]): Promise<string[]> {
  const runs = await client<{ text: string }[]>`select coalesce(message, '') as text from sync_runs`;
  const faults = await client<{ text: string }[]>`select coalesce(last_fault, '') as text from marketo_connections`;
  const texts = [...logged, ...runs.map((run) => run.text), ...faults.map((fault) => fault.text)];
  return texts
    .filter((text) => secrets.some((secret) => text.includes(secret)))
    .map((text) => `I12: a secret is in: ${text.slice(0, 200)}`);
}
