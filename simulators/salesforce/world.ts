/** What a test or a demo can do in the org besides the API: act as another user, and be the admin. */
import { to18 } from '@/simulators/core/salesforce-ids';
import type { SeedOptions } from '@/simulators/marketo/seed/seed-people';
import type { SimulatedUser } from './options';
import { type Field, type FieldType, field } from './schema/field';
import type { FieldRule } from './schema/schema-book';
import { type CrmPerson, crmPeople } from './seed/crm-people';
import { loadPeople } from './seed/load-people';
import { putUser } from './seed/org-records';
import { nextStamp, noRules, type Org, type OrgRules, type RecordAccess, type Writer } from './store/org';
import { type Converted, convertLead, mergeRecords, undelete } from './store/people-moves';
import type { Row } from './store/store';
import { changed, createRow, deleteRow, type Input, updateRow } from './store/write';

/** `as` is a user's id; with `commitAfterMs` others see it only so much later, under the stamp of now. */
export type Act = { as?: string; commitAfterMs?: number };

export type World = ReturnType<typeof createWorld>;

export function createWorld(org: Org, users: SimulatedUser[]) {
  const admin = users.at(-1)?.id ?? '';
  const writer = (act: Act): Writer => ({
    userId: act.as ?? admin,
    autoAssign: false,
    allowDuplicates: true,
    holder: {},
  });
  const schemaOf = (object: string) => {
    const schema = org.book.objects().find(({ name }) => name === object);
    if (!schema) throw new Error(`there is no object ${object} in the simulated org`);
    return schema;
  };
  const found = (id: string) => {
    const known = org.store.get(to18(id) ?? id);
    if (!known) throw new Error(`there is no record ${id} in the simulated org`);
    return known;
  };
  const setRow = (id: string, values: Row) => {
    const { object, row } = found(id);
    org.store.put(object, { ...row, ...values });
  };
  const held = new Map<string, object>();

  /** System fields are set behind the server's back: a test may need an old date. */
  function split(object: string, input: Input): { allowed: Input; forced: Row } {
    const entries = Object.entries(input);
    const isSystem = (name: string) => schemaOf(object).fields.some((each) => each.name === name && !each.createable);
    return {
      allowed: Object.fromEntries(entries.filter(([name]) => !isSystem(name))),
      forced: Object.fromEntries(entries.filter(([name]) => isSystem(name))) as Row,
    };
  }

  /** A transaction: its rows are free again when it is over, however it ends. */
  function transact<T>(act: Act, work: (who: Writer) => T): T {
    const who = writer(act);
    try {
      return work(who);
    } finally {
      org.locks.release(who.holder);
    }
  }

  function acting(act: Act, id: () => string, work: (who: Writer) => void, before: Row | null): void {
    transact(act, work);
    if (act.commitAfterMs) org.store.showLater(id(), before, org.clock.nowMs() + act.commitAfterMs);
  }

  return {
    create(object: string, input: Input, act: Act = {}): string {
      const { allowed, forced } = split(object, input);
      let id = '';
      const work = (who: Writer) => {
        id = createRow(org, who, schemaOf(object), allowed);
        if (Object.keys(forced).length > 0) setRow(id, forced);
      };
      acting(act, () => id, work, null);
      return id;
    },
    edit(id: string, input: Input, act: Act = {}): void {
      const { object, row } = found(id);
      const { allowed, forced } = split(object, input);
      const work = (who: Writer) => {
        updateRow(org, who, schemaOf(object), String(row.Id), allowed);
        if (Object.keys(forced).length > 0) setRow(String(row.Id), forced);
      };
      acting(act, () => String(row.Id), work, row);
    },
    delete(id: string, act: Act = {}): void {
      const { object, row } = found(id);
      acting(
        act,
        () => id,
        (who) => deleteRow(org, who, schemaOf(object), String(row.Id)),
        row,
      );
    },
    undelete: (id: string, act: Act = {}) => transact(act, (who) => undelete(org, who, id)),
    /** Out of the recycle bin for good: no query finds it any more. */
    hardDelete: (id: string) => org.store.remove(String(found(id).row.Id)),
    /** The server forgets what was deleted so far, as it may after two hours. */
    purgeDeleted(): void {
      for (const { id } of org.store.deletions) if (org.store.get(id)?.row.IsDeleted === true) org.store.remove(id);
      org.store.deletions.length = 0;
      org.deleteLogFromMs = org.clock.nowMs();
    },
    convertLead: (id: string, options: Parameters<typeof convertLead>[3] = {}, act: Act = {}): Converted =>
      transact(act, (who) => convertLead(org, who, id, options)),
    merge: (winnerId: string, loserIds: string[], act: Act = {}) =>
      transact(act, (who) => mergeRecords(org, who, winnerId, loserIds)),
    /** Whatever its state; null when it never was or is gone for good. */
    record: (id: string): Row | null => org.store.get(to18(id) ?? id)?.row ?? null,
    /** Without the deleted ones. */
    records: (object: string): Row[] => [...org.store.rows(object)].filter((row) => row.IsDeleted !== true),
    touch: (id: string) => setRow(id, changed(nextStamp(org), admin)),

    users: (): SimulatedUser[] => [...users],
    addUser(user: SimulatedUser): void {
      users.push(user);
      putUser(org, user);
    },
    setUserActive(id: string, active: boolean): void {
      const user = users.find((each) => each.id === id);
      if (!user) throw new Error(`there is no user ${id}`);
      user.active = active;
      putUser(org, user);
    },

    share: (userId: string, recordId: string, access: RecordAccess) => {
      org.sharing.set(`${userId}|${String(found(recordId).row.Id)}`, access);
    },
    setFieldAccess: (rule: FieldRule) => org.book.setFieldAccess(rule),
    setObjectAccess: (rule: { object: string; allowed: boolean; userId?: string }) => org.book.setObjectAccess(rule),
    addField(object: string, name: string, type: FieldType, extra: Partial<Field> = {}): void {
      org.book.addField(object, field(name, type, { ...(type === 'string' ? { length: 255 } : {}), ...extra }));
    },
    removeField: (object: string, name: string) => org.book.removeField(object, name),
    /** Added to the rules there are; lists replace lists. */
    setRules: (rules: Partial<OrgRules>) => Object.assign(org.rules, rules),
    clearRules: () => Object.assign(org.rules, noRules()),
    lockForApproval: (id: string, locked = true) => {
      if (locked) org.approvals.add(id);
      else org.approvals.delete(id);
    },
    /** Somebody's long transaction holds the row until `unlock`. */
    lock(id: string): void {
      const holder = held.get(id) ?? {};
      held.set(id, holder);
      org.locks.take([id], holder);
    },
    unlock(id: string): void {
      org.locks.release(held.get(id) ?? {});
      held.delete(id);
    },

    /** The people whom a Marketo world of the same numbers has in Salesforce. */
    seedPeople: (options: SeedOptions) => loadPeople(org, crmPeople({ ...options, atMs: org.clock.nowMs() }), admin),
    loadPeople: (people: Iterable<CrmPerson>) => loadPeople(org, people, admin),
  };
}
