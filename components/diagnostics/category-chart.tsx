import { ChartLegend } from '@/components/ui/bar-chart';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import type { DiagnosticsView } from '@/lib/diagnostics/contract';
import { categories, categoryTitles } from '@/lib/diagnostics/model';
import { destinations, destinationTitles } from '@/lib/sales-activities/model';
import { deliveriesText, problemsText } from './words';

const series = destinations.map((destination, index) => ({
  key: destination,
  title: destinationTitles[destination],
  color: `var(--chart-${index + 1})`,
}));

/** How many deliveries the problems of each category stop, drawn for the eye and written beside it. */
export function CategoryChart({ totals }: Pick<DiagnosticsView, 'totals'>) {
  const rows = categories.map((category) => ({ category, parts: totals.filter((one) => one.category === category) }));
  const sum = (parts: typeof totals, of: 'deliveries' | 'problems') => parts.reduce((all, one) => all + one[of], 0);
  const most = Math.max(1, ...rows.map(({ parts }) => sum(parts, 'deliveries')));
  return (
    <Card aria-labelledby="by-category">
      <CardHeader>
        <CardTitle id="by-category">Deliveries that fail, by category</CardTitle>
        <ChartLegend series={series} />
      </CardHeader>
      <CardBody>
        <dl className="grid grid-cols-[auto_minmax(4rem,1fr)] items-center gap-x-4 gap-y-2 sm:grid-cols-[auto_minmax(4rem,1fr)_auto]">
          {rows.map(({ category, parts }) => (
            <div key={category} className="contents">
              <dt>{categoryTitles[category]}</dt>
              <dd aria-hidden className="flex h-3 forced-colors:[forced-color-adjust:none]">
                {series.map(({ key, color }) => {
                  const deliveries = parts.find((one) => one.destination === key)?.deliveries ?? 0;
                  const width = `${(deliveries / most) * 100}%`;
                  return deliveries > 0 ? (
                    <span key={key} className="h-full min-w-1" style={{ width, background: color }} />
                  ) : null;
                })}
              </dd>
              <dd className="text-muted tabular-nums max-sm:col-span-2">
                {sum(parts, 'problems') === 0
                  ? 'none'
                  : `${deliveriesText(sum(parts, 'deliveries'))}, ${problemsText(sum(parts, 'problems'))}`}
              </dd>
            </div>
          ))}
        </dl>
      </CardBody>
    </Card>
  );
}
