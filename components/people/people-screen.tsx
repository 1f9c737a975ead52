'use client';

import { useRouter } from 'next/navigation';
import { useMemo, useRef, useState } from 'react';
import { calledPerson } from '@/components/calls/called-person';
import { useLogCall } from '@/components/calls/log-call-provider';
import { ErrorBanner } from '@/components/shell/error-state';
import { PageHeader } from '@/components/shell/page-header';
import { useShortcuts } from '@/components/shell/shortcuts';
import { ColumnChooser } from './column-chooser';
import { columns as columnsById } from './columns';
import { CopyCsvButton } from './copy-csv-button';
import { countText } from './count-text';
import type { GridActions } from './grid-actions';
import { isFiltered, noFilters, sortAfter, useListView } from './list-view';
import { PeekPanel } from './peek-panel';
import { type GridHandle, PeopleGrid } from './people-grid';
import { PeoplePlaceholder } from './people-placeholder';
import { PeopleToolbar } from './people-toolbar';
import { personHref } from './queries';
import { extendTo, nothingSelected, toggleAll, toggleRow } from './selection';
import { useColumns } from './use-columns';
import { useListNews } from './use-list-news';
import { usePeopleList } from './use-people-list';

export function PeopleScreen({ isAdmin }: { isAdmin: boolean }) {
  const router = useRouter();
  const grid = useRef<GridHandle>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const { view, setView } = useListView();
  const columns = useColumns(view, setView);
  const list = usePeopleList(view, grid);
  const { people, head } = list;
  const [selection, setSelection] = useState(nothingSelected);
  const ids = useMemo(() => people.map((person) => person.marketoId), [people]);
  const news = useListNews({ head: list.isOfQuery ? head : undefined, query: list.query });

  const focusGrid = () => grid.current?.focusRows();
  const logCall = useLogCall();
  useShortcuts({
    '/': () => searchBox.current?.focus(),
    j: focusGrid,
    k: focusGrid,
    c: () => {
      const person = grid.current?.focusedPerson() ?? people.find((one) => one.marketoId === view.peek);
      logCall(person && calledPerson(person));
    },
  });

  const actions: GridActions = {
    open: (person) => router.push(personHref(person)),
    peek: (person) => setView({ peek: person?.marketoId ?? null }),
    sortBy: (id) => {
      const { sort } = columnsById[id];
      if (sort) setView({ sort: sortAfter(view.sort, sort) });
    },
    toggleRow: (row) => setSelection((now) => toggleRow(now, ids, row)),
    extendTo: (row) => setSelection((now) => extendTo(now, ids, row)),
    toggleAll: () => setSelection((now) => toggleAll(now, ids)),
    clearSelection: () => setSelection(nothingSelected),
    say: news.say,
  };
  const closePeek = () => {
    actions.peek(null);
    focusGrid();
  };
  return (
    <div className="flex min-h-0 grow flex-col">
      <PageHeader
        title="People"
        count={head ? countText(head) : undefined}
        asOf={head?.asOf}
        actions={
          <>
            <CopyCsvButton people={people} selection={selection} />
            <ColumnChooser columns={columns} />
          </>
        }
      />
      <PeopleToolbar view={view} setView={setView} searchBox={searchBox} onLeave={focusGrid} />
      {list.error && head ? <ErrorBanner error={list.error} onRetry={list.retry} /> : null}
      <div className="relative flex min-h-0 grow">
        {head && people.length > 0 ? (
          <PeopleGrid
            handle={grid}
            people={people}
            total={head.totalIsEstimate ? null : head.total}
            listKey={JSON.stringify(list.query)}
            columns={columns}
            sort={view.sort}
            selection={selection}
            peekId={view.peek}
            loadMore={list.loadMore}
            hasMore={list.hasMore}
            busy={!list.isOfQuery && !list.error}
            actions={actions}
          />
        ) : (
          <PeoplePlaceholder
            head={head}
            error={list.error}
            isAdmin={isAdmin}
            isFiltered={isFiltered(list.query)}
            search={list.query.search ?? ''}
            onClear={() => setView(noFilters)}
            onRetry={list.retry}
          />
        )}
        {view.peek === null ? null : (
          <PeekPanel
            marketoId={view.peek}
            known={people.find((one) => one.marketoId === view.peek)}
            onClose={closePeek}
          />
        )}
      </div>
      <p role="status" className="sr-only">
        {news.text}
      </p>
    </div>
  );
}
