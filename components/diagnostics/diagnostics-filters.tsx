'use client';

import { useSellers } from '@/components/deliveries/queries';
import { Choice } from '@/components/ui/choice';
import { categories, categoryTitles } from '@/lib/diagnostics/model';
import { destinations, destinationTitles } from '@/lib/sales-activities/model';
import type { DiagnosticsViewState, SetDiagnosticsView } from './view';

const places = destinations.map((value) => ({ value, title: destinationTitles[value] }));
const kinds = categories.map((value) => ({ value, title: categoryTitles[value] }));
const closed = [{ value: 'closed', title: 'Closed in the last 7 days' }] as const;

type DiagnosticsFiltersProps = { view: DiagnosticsViewState; setView: SetDiagnosticsView; isAdmin: boolean };

/** Which problems to show. */
export function DiagnosticsFilters({ view, setView, isAdmin }: DiagnosticsFiltersProps) {
  const sellers = useSellers(isAdmin);
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <Choice
        label="Destination"
        none="Every destination"
        options={places}
        value={view.destination}
        onChange={(destination) => setView({ destination })}
      />
      <Choice
        label="Category"
        none="Every category"
        options={kinds}
        value={view.category}
        onChange={(category) => setView({ category })}
      />
      {isAdmin ? (
        <Choice
          label="Open or closed"
          none="Open"
          options={closed}
          value={view.state === 'closed' ? 'closed' : null}
          onChange={(state) => setView({ state, problem: null })}
        />
      ) : null}
      {isAdmin && view.state === 'open' ? (
        <Choice
          label="Seller"
          none={sellers.error ? 'Every seller (their names could not be loaded)' : 'Every seller'}
          options={(sellers.data?.sellers ?? []).map(({ id, name }) => ({ value: id, title: name }))}
          value={view.seller}
          onChange={(seller) => setView({ seller })}
        />
      ) : null}
    </search>
  );
}
