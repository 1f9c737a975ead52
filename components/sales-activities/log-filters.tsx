'use client';

import { useId } from 'react';
import { useSellers } from '@/components/deliveries/queries';
import { stateTitles } from '@/components/deliveries/words';
import { Button } from '@/components/ui/button';
import { Choice } from '@/components/ui/choice';
import { Input } from '@/components/ui/input';
import { deliveryStates } from '@/lib/deliveries/model';
import { destinations, destinationTitles, salesActivityKinds, salesActivityTitles } from '@/lib/sales-activities/model';
import { dayText, isFiltered, type LogView, logQueryOf, noLogFilters, type SetLogView } from './log-view';
import { PersonFilter } from './person-filter';
import { ProblemFilter } from './problem-filter';

const kinds = salesActivityKinds.map((value) => ({ value, title: salesActivityTitles[value] }));
const places = destinations.map((value) => ({ value, title: destinationTitles[value] }));
const states = deliveryStates.map((value) => ({ value, title: stateTitles[value] }));

type LogFiltersProps = { view: LogView; setView: SetLogView; isAdmin: boolean };

/** Which activities to show. */
export function LogFilters({ view, setView, isAdmin }: LogFiltersProps) {
  const sellers = useSellers(isAdmin);
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
      <PersonFilter marketoId={view.person} onChange={(person) => setView({ person })} />
      {view.problem === null ? null : <ProblemFilter id={view.problem} onRemove={() => setView({ problem: null })} />}
      <Choice label="Kind" none="Every kind" options={kinds} value={view.kind} onChange={(kind) => setView({ kind })} />
      {isAdmin ? (
        <Choice
          label="Seller"
          none={sellers.error ? 'Every seller (their names could not be loaded)' : 'Every seller'}
          options={(sellers.data?.sellers ?? []).map(({ id, name }) => ({ value: id, title: name }))}
          value={view.seller}
          onChange={(seller) => setView({ seller })}
        />
      ) : null}
      <Choice
        label="Destination"
        none="Every destination"
        options={places}
        value={view.destination}
        onChange={(destination) => setView({ destination })}
      />
      <Choice
        label="State"
        none="However it stands"
        options={states}
        value={view.state}
        onChange={(state) => setView({ state })}
      />
      <Day label="From" value={view.from} onChange={(from) => setView({ from })} />
      <Day label="To" value={view.to} onChange={(to) => setView({ to })} />
      {isFiltered(logQueryOf(view)) ? (
        <Button variant="ghost" onClick={() => setView(noLogFilters)}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}

type DayProps = { label: string; value: Date | null; onChange(day: Date | null): void };

function Day({ label, value, onChange }: DayProps) {
  const id = useId();
  return (
    <span className="flex items-center gap-1.5">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      <Input
        id={id}
        type="date"
        className="w-auto"
        value={dayText(value)}
        onChange={({ target }) => onChange(target.value ? new Date(`${target.value}T00:00:00Z`) : null)}
      />
    </span>
  );
}
