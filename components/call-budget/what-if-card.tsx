'use client';

import { toast } from 'sonner';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { Table, TableBody, TableCell, TableHeader, TableRow } from '@/components/ui/table';
import type { CallBudgetView } from '@/lib/call-budget/contract';
import { type DayPlan, dayCalls, dayCost, feedIntervals } from '@/lib/call-budget/model';
import { useSaveCallBudget } from './queries';
import { SliderField } from './slider-field';
import { mostOf, planOf, useCallsView } from './view';
import { callsText, everyText, percentText } from './words';

const intervals: readonly number[] = feedIntervals;

/** What a day would cost with other intervals, sellers or people. The interval can be made the real one. */
export function WhatIfCard({ budget }: { budget: CallBudgetView }) {
  const { view, setView } = useCallsView();
  const save = useSaveCallBudget();
  const plan = planOf(view, budget);
  const { feedIntervalSeconds } = plan;
  const isSaved = feedIntervalSeconds === budget.feedIntervalSeconds;
  return (
    <Card>
      <CardHeader>
        <CardTitle>What if</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-4">
        <SliderField
          label="Change feeds are asked"
          value={Math.max(0, intervals.indexOf(feedIntervalSeconds))}
          text={everyText(feedIntervalSeconds)}
          max={feedIntervals.length - 1}
          step={1}
          onChange={(index) => setView({ interval: feedIntervals[index] ?? null })}
        />
        <SliderField
          label="Sellers"
          value={plan.sellers}
          text={plan.sellers.toLocaleString('en')}
          max={mostOf.sellers}
          step={5}
          onChange={(sellers) => setView({ sellers })}
        />
        <SliderField
          label="People each seller opens in a day"
          value={plan.gridLoadsPerSeller}
          text={plan.gridLoadsPerSeller.toLocaleString('en')}
          max={mostOf.loads}
          step={5}
          onChange={(loads) => setView({ loads })}
        />
        <SliderField
          label="People followed"
          value={plan.people}
          text={plan.people.toLocaleString('en')}
          max={mostOf.people}
          step={1_000}
          onChange={(people) => setView({ people })}
        />
        <Cost plan={plan} dailyCalls={budget.day.dailyCalls} />
        <div className="flex flex-wrap items-center gap-3">
          <Button
            variant="primary"
            disabled={isSaved || save.isPending}
            onClick={() =>
              save.mutate(
                { feedIntervalSeconds: feedIntervals.find((seconds) => seconds === feedIntervalSeconds) },
                {
                  onSuccess: () => toast.success(`The change feeds are asked ${everyText(feedIntervalSeconds)}`),
                  onError: (error) => toast.error(errorSentence(error)),
                },
              )
            }
          >
            Ask {everyText(feedIntervalSeconds)}
          </Button>
          <p className="text-muted">
            {isSaved ? 'As it is now.' : `Now ${everyText(budget.feedIntervalSeconds)}.`}
            {budget.feedPauseSeconds > budget.feedIntervalSeconds
              ? ` At present only ${everyText(budget.feedPauseSeconds)}, since much of today's quota is used.`
              : ''}
          </p>
        </div>
      </CardBody>
    </Card>
  );
}

function Cost({ plan, dailyCalls }: { plan: DayPlan; dailyCalls: number }) {
  const cost = dayCost(plan);
  const total = dayCalls(plan);
  const lines = [
    ['Change feeds', cost.feeds],
    ['Refresh, at most', cost.refresh],
    ['Sweep and opportunities', cost.sweep],
    ['Discovery, about', cost.discovery],
    ['Comparison', cost.compare],
    ['Activity grids', cost.grid],
    ["Marketo's own statistics", cost.usage],
  ] as const;
  return (
    <div className="grid gap-2">
      <p aria-live="polite" className="font-medium tabular-nums">
        {callsText(total)} a day, {percentText(total, dailyCalls)} of the quota
      </p>
      <Table aria-label="Calls of such a day">
        <TableBody>
          {lines.map(([title, calls]) => (
            <TableRow key={title}>
              <TableHeader scope="row">{title}</TableHeader>
              <TableCell className="text-right tabular-nums">{calls.toLocaleString('en')}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
