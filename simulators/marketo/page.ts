/** A small page for people who watch the demo: what the instance holds, its last calls, and a form to change a person. */
import { html } from '@/simulators/core/html';
import { type Answer, textAnswer } from '@/simulators/core/http';
import { fullName, type Lead, textOf } from '@/simulators/marketo/store/state';
import type { Instance } from './instance';

const shownCalls = 25;
const shownMatches = 10;

export function renderPage(instance: Instance, query: URLSearchParams): Answer {
  const search = query.get('search')?.trim() ?? '';
  const found = search ? findPeople(instance, search) : [];
  const parts = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>Simulated Marketo</title><style>${style}</style></head><body>`,
    '<h1>Simulated Marketo</h1>',
    `<p>${instance.context.state.leads.size} people, ${instance.world.activityCount()} activities, `,
    `${instance.calls.length} calls so far. The time here is ${html(instance.clock.now().toISOString())}.</p>`,
    query.get('done') ? `<p role="status"><strong>${html(query.get('done') ?? '')}</strong></p>` : '',
    '<form method="get" action="/"><label>Person by id, e-mail or last name ',
    `<input name="search" value="${html(search)}"></label> <button>Search</button></form>`,
    search && found.length === 0 ? '<p>Nobody found.</p>' : '',
    ...found.map((lead) => renderPerson(instance, lead, search)),
    `<h2>Last calls</h2>${renderCalls(instance)}</body></html>`,
  ];
  return textAnswer(200, parts.join(''), 'text/html;charset=UTF-8');
}

function findPeople(instance: Instance, search: string): Lead[] {
  const { leads } = instance.context.state;
  const byId = leads.get(Number(search));
  if (byId) return [byId];
  const wanted = search.toLowerCase();
  const found: Lead[] = [];
  for (const lead of leads.values()) {
    const texts = [textOf(lead, 'email'), textOf(lead, 'lastName'), fullName(lead)];
    if (texts.some((text) => text?.toLowerCase() === wanted)) found.push(lead);
    if (found.length === shownMatches) break;
  }
  return found;
}

function renderPerson(instance: Instance, lead: Lead, search: string): string {
  const owner = textOf(lead, 'sfdcLeadOwnerId');
  const options = instance.world
    .users()
    .map(
      (user) => `<option value="${html(user.id)}"${user.id === owner ? ' selected' : ''}>${html(user.name)}</option>`,
    );
  const hidden = `<input type="hidden" name="id" value="${lead.id}"><input type="hidden" name="search" value="${html(search)}">`;
  const form = (content: string) => `<form method="post" action="/__control/form">${hidden}${content}</form>`;
  const field = (name: string, label: string) =>
    `<label>${label} <input name="${name}" value="${html(textOf(lead, name) ?? '')}"></label> `;
  return [
    `<section><h2>${html(fullName(lead) || 'No name')} <small>${lead.id}</small></h2>`,
    `<p>${html(textOf(lead, 'email') ?? 'no e-mail')}; Salesforce: ${html(salesforceState(lead))}; `,
    `owner: ${html(owner ? (instance.context.state.users.get(owner) ?? owner) : 'none')}</p>`,
    form(
      `${field('title', 'Title')}${field('company', 'Company')}${field('phone', 'Phone')}<button name="do" value="edit">Save</button>`,
    ),
    form(
      `<label>Owner <select name="owner">${options.join('')}</select></label> <button name="do" value="own">Set owner</button> <button name="do" value="disown">Remove owner</button>`,
    ),
    form(
      '<button name="do" value="visit">Visit a web page</button> <button name="do" value="delete">Delete from Marketo</button>',
    ),
    '</section>',
  ].join('');
}

function salesforceState(lead: Lead): string {
  if (lead.values.sfdcContactId) return 'contact';
  return lead.values.sfdcLeadId ? 'lead' : 'not in Salesforce';
}

function renderCalls(instance: Instance): string {
  const rows = instance.calls
    .slice(-shownCalls)
    .reverse()
    .map((call) => {
      const cells = [call.at.toISOString().slice(11, 19), call.method, call.path, call.code ?? 'ok'];
      return `<tr>${cells.map((text) => `<td>${html(text)}</td>`).join('')}</tr>`;
    });
  return `<table><thead><tr><th>At</th><th>Method</th><th>Path</th><th>Answer</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

const style =
  'body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color-scheme:light dark}' +
  'section{border:1px solid #8886;border-radius:8px;padding:0 1rem 1rem;margin:1rem 0}form{margin:.5rem 0}' +
  'input,select,button{font:inherit;padding:.2rem .5rem}table{border-collapse:collapse;font-size:13px}' +
  'td,th{text-align:left;padding:.15rem .75rem .15rem 0;font-variant-numeric:tabular-nums}small{font-weight:400;opacity:.7}';
