import type { ActivityWeeks } from '@/lib/activity-grid/contract';
import { activityKinds } from '@/lib/activity-grid/model';
import { kindLooks } from './kinds';
import { weekTitle } from './week-labels';

/** The chart as numbers, for a screen reader. */
export function WeekTable({ weeks }: { weeks: ActivityWeeks['weeks'] }) {
  return (
    <div className="sr-only">
      <table>
        <caption>Activities per week and kind, last 90 days</caption>
        <thead>
          <tr>
            <th scope="col">Week</th>
            {activityKinds.map((kind) => (
              <th key={kind} scope="col">
                {kindLooks[kind].title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.weekStart}>
              <th scope="row">{weekTitle(week.weekStart)}</th>
              {activityKinds.map((kind) => (
                <td key={kind}>{week.counts[kind]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
