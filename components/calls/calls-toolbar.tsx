'use client';

import { Search, X } from 'lucide-react';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Keys } from '@/components/ui/keys';
import { Select } from '@/components/ui/select';
import type { CallFilters } from '@/lib/calls/contract';
import { callStatuses } from '@/lib/sales-activities/model';
import { type CallsView, isNarrowed, nothingNarrowed, type PeriodName, type SetCallsView } from './calls-view';
import { periodTitles, statusTitles } from './words';

type CallsToolbarProps = {
  view: CallsView;
  setView: SetCallsView;
  /** What there is to choose from; undefined until it was read. */
  filters: CallFilters | undefined;
  searchBox: Ref<HTMLInputElement>;
  /** Called when the keyboard goes on from the search to the rows. */
  onLeave(): void;
};

/** Which calls are shown; every choice is in the address. */
export function CallsToolbar({ view, setView, filters, searchBox, onLeave }: CallsToolbarProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape' && view.text) setView({ text: null });
    else if (event.key === 'ArrowDown' || event.key === 'Enter') onLeave();
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2">
      <search className="relative w-full sm:w-64">
        <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-faint" />
        <Input
          ref={searchBox}
          type="search"
          aria-label="Search calls by person, number or notes"
          placeholder="Search person, number, notes"
          value={view.text}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setView({ text: event.target.value || null })}
          onKeyDown={onKeyDown}
          className="peer pl-8"
        />
        {view.text ? null : <Keys keys="/" className="absolute top-1.5 right-1.5 peer-focus:hidden" />}
      </search>
      <Choice label="Period" value={view.period} onChange={(period) => setView({ period: period as PeriodName })}>
        {Object.entries(periodTitles).map(([name, title]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </Choice>
      {view.period === 'days' ? <Days view={view} setView={setView} /> : null}
      <Names
        label="Outcome"
        every="Every outcome"
        names={filters?.outcomes}
        value={view.outcome}
        onChange={(outcome) => setView({ outcome })}
      />
      <Choice
        label="Answered"
        value={view.answered ?? ''}
        onChange={(answered) => setView({ answered: answered === 'yes' || answered === 'no' ? answered : null })}
      >
        <option value="">Answered or not</option>
        <option value="yes">Answered</option>
        <option value="no">Not answered</option>
      </Choice>
      <Names
        label="Reason"
        every="Every reason"
        names={filters?.reasons}
        value={view.reason}
        onChange={(reason) => setView({ reason })}
      />
      <Choice
        label="Status"
        value={view.status ?? ''}
        onChange={(status) => setView({ status: callStatuses.find((one) => one === status) ?? null })}
      >
        <option value="">Every status</option>
        {callStatuses.map((status) => (
          <option key={status} value={status}>
            {statusTitles[status]}
          </option>
        ))}
      </Choice>
      {filters && filters.sellers.length > 0 ? (
        <Choice label="Seller" value={view.seller ?? ''} onChange={(seller) => setView({ seller: seller || null })}>
          <option value="">Every seller</option>
          {filters.sellers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
      ) : null}
      {isNarrowed(view) ? (
        <Button variant="ghost" size="sm" onClick={() => setView(nothingNarrowed)}>
          <X aria-hidden />
          Clear all
        </Button>
      ) : null}
    </div>
  );
}

type ChoiceProps = { label: string; value: string; onChange(value: string): void; children: ReactNode };

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <Select
      aria-label={label}
      className="w-auto max-w-48"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {children}
    </Select>
  );
}

type NamesProps = {
  label: string;
  every: string;
  names: string[] | undefined;
  value: string | null;
  onChange(value: string | null): void;
};

/** Names that calls have, the one of the address among them even where no call has it. */
function Names({ label, every, names = [], value, onChange }: NamesProps) {
  if (names.length === 0 && value === null) return null;
  const offered = value === null || names.includes(value) ? names : [value, ...names];
  return (
    <Choice label={label} value={value ?? ''} onChange={(name) => onChange(name || null)}>
      <option value="">{every}</option>
      {offered.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </Choice>
  );
}

function Days({ view, setView }: { view: CallsView; setView: SetCallsView }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <Input
        type="date"
        aria-label="First day"
        className="w-auto"
        value={view.from ?? ''}
        onChange={(event) => setView({ from: event.target.value || null })}
      />
      <span className="text-muted">to</span>
      <Input
        type="date"
        aria-label="Last day"
        className="w-auto"
        value={view.to ?? ''}
        onChange={(event) => setView({ to: event.target.value || null })}
      />
    </span>
  );
}
