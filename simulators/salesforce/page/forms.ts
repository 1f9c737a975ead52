/** What the buttons of the pages do, as the owner of the record; each ends where the record is shown. */
import type { Answer } from '@/simulators/core/http';
import { SalesforceError } from '@/simulators/salesforce/errors';
import type { Instance } from '@/simulators/salesforce/instance';
import type { Row } from '@/simulators/salesforce/store/store';

export function handlePageForm(instance: Instance, form: URLSearchParams): Answer {
  const id = form.get('id') ?? '';
  const row = instance.world.record(id);
  const done = row ? attempt(instance, row, form) : `There is no record ${id}.`;
  return {
    status: 303,
    headers: { location: `/${encodeURIComponent(id)}?${new URLSearchParams({ done })}` },
    body: '',
  };
}

function attempt(instance: Instance, row: Row, form: URLSearchParams): string {
  try {
    return change(instance, row, form);
  } catch (error) {
    if (error instanceof SalesforceError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

function change({ world, org }: Instance, row: Row, form: URLSearchParams): string {
  const id = String(row.Id);
  const owner = String(row.OwnerId ?? '');
  const act = owner.startsWith('005') ? { as: owner } : {};
  const text = (name: string) => form.get(name)?.trim() || null;
  switch (form.get('do')) {
    case 'edit-task': {
      const names = ['Subject', 'Status', 'Priority', 'ActivityDate', 'Description'];
      world.edit(id, Object.fromEntries(names.map((name) => [name, text(name)])), act);
      return 'Saved.';
    }
    case 'complete': {
      const closed = org.vocabulary.statuses.find((status) => status.closed)?.label;
      world.edit(id, { Status: closed }, act);
      return 'The task is complete.';
    }
    case 'new-task':
      world.create('Task', { Subject: text('Subject'), ActivityDate: text('ActivityDate'), WhoId: id }, act);
      return 'The task is saved.';
    case 'opt-out':
      world.edit(id, { HasOptedOutOfEmail: row.HasOptedOutOfEmail !== true }, act);
      return 'The e-mail opt out is changed.';
    case 'convert':
      world.convertLead(id, {}, act);
      return 'The lead is converted.';
    case 'delete':
      world.delete(id, act);
      return 'Moved to the recycle bin.';
    case 'undelete':
      world.undelete(id, act);
      return 'Restored.';
    default:
      return 'Nothing changed.';
  }
}
