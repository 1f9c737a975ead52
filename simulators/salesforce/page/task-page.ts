/** One task: everything it holds, and a form to change what a person may change. */

import { html } from '@/simulators/core/html';
import type { Answer } from '@/simulators/core/http';
import type { Instance } from '@/simulators/salesforce/instance';
import { nameOf } from '@/simulators/salesforce/store/org';
import type { Row, Value } from '@/simulators/salesforce/store/store';
import { page } from './layout';

const inForm = new Set(['Id', 'Subject', 'Status', 'Priority', 'ActivityDate', 'Description']);

export function renderTask(instance: Instance, row: Row, said: string): Answer {
  const { org } = instance;
  const schema = org.book.objects().find(({ name }) => name === 'Task');
  const fields = schema?.fields ?? [];
  const facts = fields.flatMap(({ name, label, type }) => {
    const value = row[name] ?? null;
    if (value === null || value === false || inForm.has(name)) return [];
    const shown =
      type === 'reference'
        ? `<a href="/${html(String(value))}">${html(nameOf(org, String(value)) ?? String(value))}</a>`
        : html(String(value));
    return [`<tr><th>${html(label)}</th><td>${shown}</td></tr>`];
  });
  const choices = (name: string) =>
    fields.find((field) => field.name === name)?.picklistValues.map((each) => each.value);
  const title = String(row.Subject ?? 'Task');
  return page(title, [
    `<p><small>Task${row.IsDeleted === true ? ', in the recycle bin' : ''}</small></p><h1>${html(title)}</h1>${said}`,
    '<div class="columns"><section><h2>Edit</h2><form method="post" action="/__control/form">',
    `<input type="hidden" name="id" value="${html(String(row.Id))}">`,
    `<p><label>Subject <input name="Subject" size="50" value="${attribute(row.Subject)}"></label></p>`,
    `<p>${select('Status', choices('Status') ?? [], row.Status)} ${select('Priority', choices('Priority') ?? [], row.Priority)}</p>`,
    `<p><label>Due date <input type="date" name="ActivityDate" value="${attribute(row.ActivityDate)}"></label></p>`,
    `<p><label>Comments <textarea name="Description">${attribute(row.Description)}</textarea></label></p>`,
    '<p><button name="do" value="edit-task">Save</button> <button name="do" value="complete">Mark complete</button> ',
    row.IsDeleted === true
      ? '<button name="do" value="undelete">Undelete</button></p>'
      : '<button name="do" value="delete">Delete</button></p>',
    `</form></section><section><h2>Details</h2><table><tbody>${facts.join('')}</tbody></table></section></div>`,
  ]);
}

function select(name: string, choices: string[], chosen: Value | undefined): string {
  const options = choices.map((choice) => {
    const selected = choice === chosen ? ' selected' : '';
    return `<option${selected}>${html(choice)}</option>`;
  });
  return `<label>${name} <select name="${name}">${options.join('')}</select></label>`;
}

function attribute(value: Value | undefined): string {
  return html(String(value ?? ''));
}
