/** What a Marketo instance and our role can do, found out by trying it. A try that fails is a note, never an obstacle. */
import type { Clock } from '../clock';
import type { BulkFilter } from '../marketo/bulk-client';
import type { MarketoClient } from '../marketo/client';
import { ProviderFault } from '../provider-fault';
import type { Capabilities, ListChoice, MarketoList } from './model';

type Input = {
  client: MarketoClient;
  clock: Clock;
  lists: ListChoice;
  /** What was found out before; it stays wherever Marketo cannot be asked at the moment. */
  known: Capabilities | null;
};

/** At most six calls. Exports are created and cancelled, never run, so nothing of the day's export quota is used. */
export async function probeCapabilities({ client, clock, lists, known }: Input): Promise<Capabilities> {
  const notes: string[] = [];
  const checkedAt = clock.now();
  const smartList = await findList('smart list', {
    find: (by) => client.getSmartList(by),
    id: lists.smartListId,
    name: lists.name,
    known: known?.smartList ?? null,
    notes,
  });
  const staticList = await findList('static list', {
    find: (by) => client.getStaticList(by),
    id: lists.staticListId,
    name: lists.name,
    known: known?.staticList ?? null,
    notes,
  });

  const aSecond: BulkFilter = { kind: 'updated-at', from: new Date(checkedAt.getTime() - 1000), to: checkedAt };
  const byUpdate = await tryExport(client, aSecond, notes);
  // Any list will do to learn whether lists are taken at all.
  const aList: BulkFilter = { kind: 'smart-list', id: smartList?.id ?? 1 };
  const byList = byUpdate === 'no-bulk' ? 'no-bulk' : await tryExport(client, aList, notes);
  const tries = [byUpdate, byList];
  return {
    checkedAt: checkedAt.toISOString(),
    bulkExtract: tries.includes('unsure') ? (known?.bulkExtract ?? isBulk(tries)) : isBulk(tries),
    updatedAtFilter: byUpdate === 'unsure' ? (known?.updatedAtFilter ?? false) : byUpdate === 'yes',
    smartListFilter: byList === 'unsure' ? (known?.smartListFilter ?? false) : byList === 'yes',
    smartList,
    staticList,
    notes: [...new Set(notes)],
  };
}

/** `no`: exports exist, this filter does not. `unsure`: Marketo could not be asked. */
type Tried = 'yes' | 'no' | 'no-bulk' | 'unsure';

const isBulk = (tries: Tried[]) => tries.includes('yes') || tries.includes('no');

async function tryExport(client: MarketoClient, filter: BulkFilter, notes: string[]): Promise<Tried> {
  let exportId: string;
  try {
    exportId = await client.createLeadExport({ fields: ['id'], filter });
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    return outcomeOf(error, filter, notes);
  }
  await client.cancelLeadExport(exportId).catch((error: unknown) => {
    if (!(error instanceof ProviderFault)) throw error;
    notes.push(`An export that was only made to try could not be cancelled; it never runs. ${error.message}`);
  });
  return 'yes';
}

function outcomeOf(fault: ProviderFault, filter: BulkFilter, notes: string[]): Tried {
  if (fault.remoteCode === '1035') return 'no';
  if (absent.includes(fault.remoteCode ?? '')) {
    notes.push(`Bulk exports cannot be used. ${fault.message}`);
    return 'no-bulk';
  }
  // A list it looked for and did not find is a filter that it takes.
  if (filter.kind === 'smart-list' && fault.kind === 'rejected') return 'yes';
  notes.push(`Bulk exports could not be tried. ${fault.message}`);
  return 'unsure';
}

// 603 no permission, 610 no such address, 616 and 703 not part of this subscription.
const absent = ['603', '610', '616', '703'];

type Search = {
  find(by: { id: number } | { name: string }): Promise<MarketoList | null>;
  id: number | null;
  name: string;
  known: MarketoList | null;
  notes: string[];
};

async function findList(what: string, { find, id, name, known, notes }: Search): Promise<MarketoList | null> {
  try {
    const list = await find(id === null ? { name } : { id });
    if (list) return { id: list.id, name: list.name };
    if (id !== null) notes.push(`Marketo has no ${what} with the ID ${id}.`);
    return null;
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    notes.push(`The ${what} could not be looked for. ${error.message}`);
    const isGone = error.kind === 'forbidden' || error.kind === 'rejected';
    return isGone ? null : known;
  }
}
