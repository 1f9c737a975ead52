import { Choice } from '@/components/ui/choice';
import type { JobView } from '@/lib/sync/contract';
import { type RunsView, type SetRunsView, shownOutcomes } from './runs-view';
import { outcomeWords } from './words';

const outcomes = shownOutcomes.map((value) => ({
  value,
  title: value === 'running' ? 'Running' : outcomeWords[value].title,
}));

type RunsFiltersProps = { jobs: JobView[]; view: RunsView; setView: SetRunsView };

/** Which runs to show. */
export function RunsFilters({ jobs, view, setView }: RunsFiltersProps) {
  return (
    <div className="flex flex-wrap gap-2">
      <Choice
        label="Job"
        none="Every job"
        options={jobs.map(({ name, title }) => ({ value: name, title }))}
        value={view.job}
        onChange={(job) => setView({ job })}
      />
      <Choice
        label="Outcome"
        none="Every outcome"
        options={outcomes}
        value={view.outcome}
        onChange={(outcome) => setView({ outcome })}
      />
    </div>
  );
}
