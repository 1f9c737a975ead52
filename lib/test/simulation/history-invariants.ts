/** What must be true of the history that is kept of people, and of their counts. */
import type postgres from 'postgres';

type Row = Record<string, unknown>;

/** What is kept to be quick at a million people must say the same as counting them. */
export async function wrongCounts(client: postgres.Sql): Promise<string[]> {
  const rows = await client<{ state: string; kept: number; counted: number }[]>`
    select state, coalesce(k.people, 0)::int as kept, coalesce(c.people, 0)::int as counted
    from people_counts k full join (select state, count(*) as people from people group by state) c using (state)
    where coalesce(k.people, 0) <> coalesce(c.people, 0)`;
  return rows.map(({ state, kept, counted }) => `people_counts says ${kept} ${state}, there are ${counted}`);
}

type PersonEvent = {
  id: string;
  marketo_id: string;
  kind: string;
  changes: { field: string; from: string | null; to: string | null }[];
};

/** I13: a person's history only grows, and told from its beginning it leads to the person as stored. */
export async function wrongHistory(client: postgres.Sql, seenBefore: Map<string, string>): Promise<string[]> {
  const events = await client<PersonEvent[]>`select id, marketo_id, kind, changes from person_events order by id`;
  const people = await client<Row[]>`select * from people`;
  const byId = new Map(people.map((row) => [String(row.marketo_id), row]));
  const now = new Map(events.map((event) => [event.id, JSON.stringify(event)]));
  const lost = [...seenBefore].filter(([id, text]) => now.get(id) !== text);
  return [
    ...lost.map(([id]) => `I13: event ${id} was changed or removed`),
    ...brokenChains(events, byId),
    ...wrongStates(events, byId),
  ];
}

/** The events so far, to see later that they are still the same. */
export async function eventsSoFar(client: postgres.Sql): Promise<Map<string, string>> {
  const events = await client<PersonEvent[]>`select id, marketo_id, kind, changes from person_events order by id`;
  return new Map(events.map((event) => [event.id, JSON.stringify(event)]));
}

function brokenChains(events: PersonEvent[], people: Map<string, Row>): string[] {
  const last = new Map<string, { marketoId: string; field: string; value: string | null }>();
  const wrong: string[] = [];
  for (const { id, marketo_id: marketoId, changes } of events) {
    for (const { field, from, to } of changes) {
      const known = last.get(`${marketoId} ${field}`);
      if (known && known.value !== from) wrong.push(`I13: event ${id} of ${marketoId} begins with another ${field}`);
      last.set(`${marketoId} ${field}`, { marketoId, field, value: to });
    }
  }
  for (const { marketoId, field, value } of last.values()) {
    if (storedValue(people.get(marketoId), field) !== value) {
      wrong.push(`I13: the history of ${marketoId} does not end with the stored ${field}`);
    }
  }
  return wrong;
}

function storedValue(row: Row | undefined, field: string): unknown {
  const name = field === 'ownerId' ? 'ownerSfdcId' : field;
  return row?.[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] ?? null;
}

/** Whoever left was here, whoever returned had left, and the last of it is where the person is now. */
function wrongStates(events: PersonEvent[], people: Map<string, Row>): string[] {
  const here = new Map<string, boolean>();
  const wrong: string[] = [];
  for (const { id, marketo_id: marketoId, kind } of events) {
    const isHere = here.get(marketoId);
    if (kind === 'listed' && isHere !== undefined) wrong.push(`I13: event ${id} lists ${marketoId} again`);
    if (kind === 'returned' && isHere !== false) wrong.push(`I13: event ${id} returns ${marketoId}, who had not left`);
    if (kind === 'left' && isHere === false) wrong.push(`I13: event ${id}: ${marketoId} leaves a second time`);
    if (kind !== 'changed') here.set(marketoId, kind === 'listed' || kind === 'returned');
  }
  for (const [marketoId, isHere] of here) {
    if ((people.get(marketoId)?.state === 'active') !== isHere) {
      wrong.push(`I13: the history of ${marketoId} ends ${isHere ? 'on' : 'off'} the list, the person is not there`);
    }
  }
  return wrong;
}
