/** The pages that people see: a search, a record, its activities. Addresses are those of Salesforce, so links work. */

import { html } from '@/simulators/core/html';
import { type Answer, textAnswer } from '@/simulators/core/http';
import { to18 } from '@/simulators/core/salesforce-ids';
import type { Instance } from '@/simulators/salesforce/instance';
import { nameOf } from '@/simulators/salesforce/store/org';
import type { Row } from '@/simulators/salesforce/store/store';
import { page } from './layout';
import { renderTask } from './task-page';
import { renderTimeline } from './timeline';

const shownMatches = 20;
const shownCalls = 25;
const people = ['Lead', 'Contact', 'Account', 'Opportunity'];
const plurals: Record<string, string> = {
  Lead: 'Leads',
  Contact: 'Contacts',
  Account: 'Accounts',
  Opportunity: 'Opportunities',
  Task: 'Tasks',
};

/** `/lightning/r/Task/ID/view`, `/lightning/r/ID/view` and plain `/ID` all show the record. */
export function renderPage(instance: Instance, url: URL): Answer {
  if (url.pathname === '/') return home(instance, url.searchParams.get('search')?.trim() ?? '');
  if (url.pathname === '/favicon.ico') return textAnswer(204, '');
  const id = to18(/^\/(?:lightning\/r\/(?:\w+\/)?)?([0-9A-Za-z]{15,18})(?:\/view)?$/.exec(url.pathname)?.[1] ?? '');
  const found = id ? instance.org.store.get(id) : null;
  if (!id || !found) return { ...page('Not found', ['<h1>There is nothing here</h1>']), status: 404 };
  const done = url.searchParams.get('done');
  const said = done ? `<p role="status"><strong>${html(done)}</strong></p>` : '';
  if (found.object === 'Task') return renderTask(instance, found.row, said);
  return renderRecord(instance, found.object, found.row, said);
}

function home(instance: Instance, search: string): Answer {
  const { org, calls, clock, settings, usage } = instance;
  const counts = [...people, 'Task'].map((name) => `${plurals[name]}: ${instance.world.records(name).length}`);
  const matches = search ? findRecords(instance, search) : [];
  return page('Home', [
    `<h1>${html(settings.orgName)}</h1>`,
    `<p>${counts.join(', ')}. ${usage.used()} of ${settings.limits.dailyRequests} API calls used in a day. `,
    `The time here is ${html(clock.now().toISOString())}. Organization ${html(org.orgId)}.</p>`,
    '<form method="get" action="/"><label>Record by id, name or e-mail ',
    `<input name="search" value="${html(search)}"></label> <button>Search</button></form>`,
    search && matches.length === 0 ? '<p>Nothing found.</p>' : '',
    matches.length > 0 ? `<ul>${matches.map(linkTo).join('')}</ul>` : '',
    `<h2>Latest activities</h2>${renderTimeline(instance, latestTasks(instance))}`,
    `<h2>Last calls</h2>${renderCalls(calls.slice(-shownCalls).reverse())}`,
  ]);
}

function latestTasks(instance: Instance): Row[] {
  const tasks = instance.world.records('Task');
  return tasks.sort((a, b) => String(b.CreatedDate).localeCompare(String(a.CreatedDate))).slice(0, 10);
}

function findRecords({ org, world }: Instance, search: string): { object: string; row: Row }[] {
  const id = to18(search);
  const known = id ? org.store.get(id) : null;
  if (known) return [known];
  const wanted = search.toLowerCase();
  const found: { object: string; row: Row }[] = [];
  for (const object of people)
    for (const row of world.records(object)) {
      const texts = [row.Email, row.Name, row.LastName].map((value) => String(value ?? '').toLowerCase());
      if (texts.includes(wanted)) found.push({ object, row });
      if (found.length === shownMatches) return found;
    }
  return found;
}

function renderRecord(instance: Instance, object: string, row: Row, said: string): Answer {
  const id = String(row.Id);
  const { org } = instance;
  const schema = org.book.objects().find(({ name }) => name === object);
  const facts = (schema?.fields ?? []).flatMap((field) => {
    const value = row[field.name] ?? null;
    if (value === null || value === false || field.name === 'Id') return [];
    const shown = field.type === 'reference' ? link(String(value), nameOf(org, String(value))) : html(String(value));
    return [`<tr><th>${html(field.label)}</th><td>${shown}</td></tr>`];
  });
  const by = object === 'Lead' || object === 'Contact' ? 'WhoId' : object === 'Account' ? 'AccountId' : 'WhatId';
  const tasks = org.store.lookUp('Task', by, id, true).filter((task) => task.IsDeleted !== true);
  const title = nameOf(org, id) ?? id;
  const button = (name: string, label: string) => `<button name="do" value="${name}">${label}</button> `;
  const isPerson = object === 'Lead' || object === 'Contact';
  return page(title, [
    `<p><small>${html(object)}${row.IsDeleted === true ? ', in the recycle bin' : ''}</small></p><h1>${html(title)}</h1>${said}`,
    '<div class="columns"><section><h2>Details</h2>',
    `<table><tbody>${facts.join('')}</tbody></table>`,
    isPerson
      ? `<form method="post" action="/__control/form"><input type="hidden" name="id" value="${html(id)}">${[
          row.IsDeleted === true ? button('undelete', 'Undelete') : button('delete', 'Delete'),
          object === 'Lead' && row.IsConverted !== true ? button('convert', 'Convert') : '',
          button('opt-out', row.HasOptedOutOfEmail === true ? 'Take back e-mail opt out' : 'Opt out of e-mail'),
        ].join('')}</form>`
      : '',
    `</section><section><h2>Activity</h2>${renderTimeline(instance, tasks)}`,
    isPerson ? newTaskForm(id) : '',
    '</section></div>',
  ]);
}

function newTaskForm(id: string): string {
  return [
    `<h3>New task</h3><form method="post" action="/__control/form"><input type="hidden" name="id" value="${html(id)}">`,
    '<label>Subject <input name="Subject" required></label> <label>Due <input type="date" name="ActivityDate"></label> ',
    '<button name="do" value="new-task">Save</button></form>',
  ].join('');
}

function renderCalls(calls: Instance['calls']): string {
  const rows = calls.map((call) => {
    const cells = [
      call.at.toISOString().slice(11, 19),
      call.method,
      call.path,
      String(call.records),
      String(call.status),
    ];
    return `<tr>${[...cells, call.code ?? 'ok'].map((text) => `<td>${html(text)}</td>`).join('')}</tr>`;
  });
  const heads = ['At', 'Method', 'Path', 'Records', 'HTTP', 'Answer'].map((text) => `<th>${text}</th>`);
  return `<table><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function linkTo({ object, row }: { object: string; row: Row }): string {
  const email = row.Email ? `, ${html(String(row.Email))}` : '';
  return `<li>${link(String(row.Id), String(row.Name ?? row.Id))} <small>${html(object)}${email}</small></li>`;
}

function link(id: string, name: string | null): string {
  return `<a href="/${html(id)}">${html(name ?? id)}</a>`;
}
