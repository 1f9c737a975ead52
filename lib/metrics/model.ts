/** Figures as Prometheus reads them: its text format, version 0.0.4. Pure. */

export type Metric = {
  name: string;
  help: string;
  type: 'gauge' | 'counter';
  samples: { labels?: Record<string, string>; value: number | null }[];
};

/** A gauge of ours, still without its samples. */
export const gauge = (name: string, help: string) => ({ name: `sales_actions_${name}`, help, type: 'gauge' as const });

export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

/** The text a scrape answers. A value that is not known is left out, so that an alert on absence can see it. */
export function expositionFrom(metrics: Metric[]): string {
  return metrics.map(linesOf).join('');
}

function linesOf({ name, help, type, samples }: Metric): string {
  const known = samples.filter(({ value }) => value !== null);
  const lines = known.map(({ labels = {}, value }) => `${name}${labelsOf(labels)} ${value}`);
  return [`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

function labelsOf(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escaped(value).replaceAll('"', '\\"')}"`);
  return pairs.length > 0 ? `{${pairs.join(',')}}` : '';
}

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');

/** A figure without labels. */
export function one(name: string, help: string, value: number | null): Metric {
  return { ...gauge(name, help), samples: [{ value }] };
}
