/** What the buttons of the page do; each ends where the person was. */
import type { Answer } from '@/simulators/core/http';
import type { Instance } from './instance';

export function handlePageForm(instance: Instance, form: URLSearchParams): Answer {
  const id = Number(form.get('id'));
  const done = instance.context.state.leads.has(id) ? change(instance, id, form) : `There is no person ${id}.`;
  const back = new URLSearchParams({ search: form.get('search') ?? String(id), done });
  return { status: 303, headers: { location: `/?${back}` }, body: '' };
}

function change({ world }: Instance, id: number, form: URLSearchParams): string {
  switch (form.get('do')) {
    case 'edit': {
      const text = (name: string) => form.get(name)?.trim() || null;
      world.updateLead(id, { title: text('title'), company: text('company'), phone: text('phone') });
      return 'Saved.';
    }
    case 'own':
      world.setOwner(id, form.get('owner') || null);
      return 'The owner is set.';
    case 'disown':
      world.setOwner(id, null);
      return 'The owner is removed.';
    case 'visit':
      world.addActivity({
        leadId: id,
        activityTypeId: 1,
        primaryAttributeValue: 'www.example.com/pricing',
        attributes: { 'Webpage URL': '/pricing' },
      });
      return 'A web visit is logged.';
    case 'delete':
      world.deleteLead(id);
      return `Person ${id} is deleted.`;
    default:
      return 'Nothing changed.';
  }
}
