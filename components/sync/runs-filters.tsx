import { Select } from '@/components/ui/select';
import type { JobView } from '@/lib/sync/contract';
import { jobNames } from '@/lib/sync/model';
import { type RunsView, type SetRunsView, shownOutcomes } from './runs-view';
import { outcomeWords } from './words';

type RunsFiltersProps = { jobs: JobView[]; view: RunsView; setView: SetRunsView };

/** Which runs to show. */
export function RunsFilters({ jobs, view, setView }: RunsFiltersProps) {
  return (
    <div className="flex flex-wrap gap-2">
      <Select
        aria-label="Job"
        className="w-auto"
        value={view.job ?? ''}
        onChange={({ target }) => setView({ job: jobNames.find((name) => name === target.value) ?? null })}
      >
        <option value="">Every job</option>
        {jobs.map((job) => (
          <option key={job.name} value={job.name}>
            {job.title}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Outcome"
        className="w-auto"
        value={view.outcome ?? ''}
        onChange={({ target }) => setView({ outcome: shownOutcomes.find((one) => one === target.value) ?? null })}
      >
        <option value="">Every outcome</option>
        {shownOutcomes.map((outcome) => (
          <option key={outcome} value={outcome}>
            {outcome === 'running' ? 'Running' : outcomeWords[outcome].title}
          </option>
        ))}
      </Select>
    </div>
  );
}
