/** A list of activities as the timeline of a record shows them: what is to come, then what was, newest first. */

import { html } from '@/simulators/core/html';
import type { Instance } from '@/simulators/salesforce/instance';
import { nameOf } from '@/simulators/salesforce/store/org';
import type { Row } from '@/simulators/salesforce/store/store';

export function renderTimeline(instance: Instance, tasks: Row[]): string {
  if (tasks.length === 0) return '<p>No activities.</p>';
  const at = (task: Row) => String(task.ActivityDate ?? task.CreatedDate);
  const sorted = [...tasks].sort((a, b) => at(b).localeCompare(at(a)));
  const upcoming = sorted.filter((task) => task.IsClosed !== true);
  const past = sorted.filter((task) => task.IsClosed === true);
  const part = (title: string, rows: Row[]) =>
    rows.length > 0 ? `<h3>${title}</h3><ul>${rows.map((task) => item(instance, task)).join('')}</ul>` : '';
  return part('Upcoming &amp; overdue', upcoming) + part('Past activity', past);
}

function item({ org }: Instance, task: Row): string {
  const parts = [
    String(task.TaskSubtype ?? 'Task'),
    String(task.ActivityDate ?? 'no date'),
    String(task.Status),
    nameOf(org, task.WhoId ? String(task.WhoId) : null),
    nameOf(org, task.OwnerId ? String(task.OwnerId) : null),
  ];
  const facts = parts.filter((text) => text !== null).map((text) => html(text));
  const link = `<a href="/lightning/r/Task/${html(String(task.Id))}/view">${html(String(task.Subject ?? '(no subject)'))}</a>`;
  return `<li>${link}<br><small>${facts.join(' · ')}</small></li>`;
}
