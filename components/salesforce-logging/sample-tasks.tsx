import { RelativeTime } from '@/components/ui/relative-time';
import type { SampleTask } from '@/lib/salesforce-logging/contract';

/** Activities as the tasks that they would have become; each opens to its fields. */
export function SampleTasks({ samples }: { samples: SampleTask[] }) {
  if (samples.length === 0) return null;
  return (
    <section aria-label="Newest activities as tasks">
      <h3 className="mb-1 font-medium">The newest as tasks</h3>
      <ul className="divide-y rounded-md border">
        {samples.map((sample) => (
          <li key={`${sample.kind} ${sample.marketoId} ${sample.occurredAt}`}>
            <details className="group">
              <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 px-3 py-1.5 hover:bg-hover">
                <span className="min-w-0 grow break-words font-medium">{subjectOf(sample)}</span>
                <span className="text-muted text-xs">
                  {sample.personName} · {sample.sellerName} · <RelativeTime value={sample.occurredAt} />
                </span>
              </summary>
              <div className="grid gap-1 px-3 pb-2 text-xs">
                <p className="text-muted">
                  {sample.record ? <code>{sample.record}</code> : null} {sample.rule}
                </p>
                <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
                  {sample.fields.map(({ name, value }) => (
                    <div key={name} className="contents">
                      <dt className="text-muted">{name}</dt>
                      <dd className="whitespace-pre-wrap break-words">{value}</dd>
                    </div>
                  ))}
                </dl>
              </div>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

function subjectOf({ fields, rule }: SampleTask): string {
  return fields.find(({ name }) => name === 'Subject')?.value ?? rule;
}
