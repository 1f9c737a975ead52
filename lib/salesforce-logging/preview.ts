import { countActivitiesByKind, countBatchesByDay, selectNewestActivities } from '@/db/queries/logging-preview';
import type { SalesActivityRow } from '@/db/queries/sales-activities';
import {
  type LoggedPerson,
  selectCarriers,
  selectLoggedPeople,
  selectTeamCapabilities,
} from '@/db/queries/salesforce-senders';
import { selectUsers } from '@/db/queries/users';
import type { Ctx } from '../context';
import { lingerMs } from '../deliveries/model';
import { displayName } from '../people/model';
import { isOffered, type SalesActivityBody } from '../sales-activities/model';
import { isTaskBody } from '../salesforce/map-tasks';
import type { OrgCapabilities } from '../salesforce-connections/model';
import { composeTask } from './compose-task';
import type { LoggingChoices, LoggingPreview, PreviewInput, SampleTask } from './contract';
import { isLogged, isTaskKind } from './model';
import { chooseById } from './record-choice';

const daysBack = 30;
const dayMs = 24 * 3_600_000;
const mostSamples = 10;

/**
 * What the last 30 days would have come to with these settings and kinds: counts, calls, and the newest ones as tasks.
 * Asks nobody and sends nothing; what is found only by asking Salesforce is said to be so.
 */
export async function previewLogging(ctx: Ctx, { settings, kinds: asked }: PreviewInput): Promise<LoggingPreview> {
  const now = ctx.clock.now();
  const since = new Date(now.getTime() - daysBack * dayMs);
  const kinds = asked.filter((kind) => isOffered('salesforce', kind) && isLogged(kind, settings));
  const [counts, batches, newest, capabilities, connections] = await Promise.all([
    countActivitiesByKind(ctx.db, since),
    countBatchesByDay(ctx.db, { since, kinds, lingerMs }),
    selectNewestActivities(ctx.db, { since, kinds: kinds.filter(isTaskKind), limit: mostSamples }),
    selectTeamCapabilities(ctx.db),
    selectCarriers(ctx.db),
  ]);
  const limit = connections.find(({ org }) => org.usageLimit !== null)?.org.usageLimit ?? null;
  const days = everyDay(since, now).map(
    (day) => batches.find((one) => one.day === day) ?? { day, activities: 0, batches: 0 },
  );
  return {
    asOf: now.toISOString(),
    since: since.toISOString(),
    kinds: [...new Set(asked)].map((kind) => {
      const activities = counts.find((one) => one.kind === kind)?.activities ?? 0;
      return { kind, activities, logged: kinds.includes(kind) ? activities : 0 };
    }),
    days: days.map(({ day, activities }) => ({ day, tasks: activities })),
    callsPerDay: Math.ceil(days.reduce((sum, day) => sum + day.batches, 0) / daysBack),
    mostCallsInADay: Math.max(0, ...days.map((day) => day.batches)),
    allowedCallsPerDay: limit === null ? null : Math.floor((limit * settings.apiSharePercent) / 100),
    samples: await samplesOf(ctx, newest, {
      settings,
      capabilities: capabilities ?? anyOrg,
      timeZone: connections[0]?.timeZone ?? 'UTC',
    }),
  };
}

/** Before anybody connected: the fields that every org has. */
const anyOrg: OrgCapabilities = {
  keyMode: 'marker',
  keyField: null,
  keyFields: [],
  chosenKeyField: null,
  closedStatuses: ['Completed'],
  objects: {},
};

type Given = { settings: LoggingChoices; capabilities: OrgCapabilities; timeZone: string };

async function samplesOf(ctx: Ctx, rows: SalesActivityRow[], given: Given): Promise<SampleTask[]> {
  const people = await selectLoggedPeople(ctx.db, [...new Set(rows.map((row) => row.marketoId))]);
  const sellers = await selectUsers(ctx.db, [...new Set(rows.map((row) => row.userId))]);
  return rows.map((row) => {
    const person = people.get(row.marketoId) ?? null;
    const seller = sellers.find(({ id }) => id === row.userId);
    return {
      kind: row.kind,
      personName: person ? displayName({ ...person, marketoId: row.marketoId }) : `Marketo ID ${row.marketoId}`,
      marketoId: row.marketoId,
      sellerName: seller?.name || (seller?.email ?? ''),
      occurredAt: row.occurredAt.toISOString(),
      ...sampleOf(ctx, row, person, given),
    };
  });
}

const byAddress = 'Salesforce would be searched for the e-mail address.';
const nowhere = 'It would wait under Diagnostics: Marketo knows no record, and calls are never matched by the address.';
const unwanted = 'It would not be logged: mails are not wanted on records of this kind.';

function sampleOf(
  ctx: Ctx,
  row: SalesActivityRow,
  person: LoggedPerson | null,
  { settings, capabilities, timeZone }: Given,
) {
  const body = { kind: row.kind, payload: row.payload } as SalesActivityBody;
  const ids = { contactId: person?.sfdcContactId ?? null, leadId: person?.sfdcLeadId ?? null };
  const choice = chooseById(ids, new Map(), { kind: row.kind, logging: settings });
  if (choice && 'skip' in choice) return { record: null, rule: unwanted, fields: [] };
  const [record] = choice && 'records' in choice ? choice.records : [];
  if (!isTaskBody(body)) return { record: null, rule: nowhere, fields: [] };
  const task = composeTask(
    {
      body,
      logging: settings,
      marketoId: row.marketoId,
      occurredAt: row.occurredAt,
      timeZone,
      record: record ?? '',
      about: null,
      ownerId: null,
      key: row.id,
      without: [],
      appUrl: ctx.appUrl,
    },
    capabilities,
  );
  const rule = choice && 'records' in choice ? choice.rule : row.kind === 'call' ? nowhere : byAddress;
  const fields = Object.entries(task).map(([name, value]) => ({ name, value: String(value ?? '') }));
  return { record: record ?? null, rule, fields: fields.filter(({ value }) => value !== '') };
}

function everyDay(since: Date, now: Date): string[] {
  const days = Math.floor((now.getTime() - since.getTime()) / dayMs);
  return Array.from({ length: days + 1 }, (_, n) => new Date(since.getTime() + n * dayMs).toISOString().slice(0, 10));
}
