import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import type { LoggingView } from '@/lib/salesforce-logging/contract';

/** Which fields of its activities the connected org fills, and which its admin could add. */
export function TaskFieldsCard({ org }: Pick<LoggingView, 'org'>) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Fields of the org that are filled</CardTitle>
      </CardHeader>
      <CardBody>
        {org ? (
          <dl className="grid gap-x-4 gap-y-2 sm:grid-cols-[12rem_1fr]">
            <Line title="Task types set">{org.types.length > 0 ? org.types.join(', ') : 'none: not in the list'}</Line>
            <Line title="Activity fields filled">{codes(org.filledFields) ?? 'none'}</Line>
            <Line title="Not in this org">{codes(org.missingFields) ?? 'nothing is missing'}</Line>
            <Line title="Most recent activity">
              {org.rollUpObjects.length > 0 ? `can be noted on ${org.rollUpObjects.join(', ')}` : 'no fields for it'}
            </Line>
          </dl>
        ) : (
          <p className="text-muted">Known as soon as somebody has connected to Salesforce.</p>
        )}
      </CardBody>
    </Card>
  );
}

function Line({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{title}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function codes(names: string[]) {
  if (names.length === 0) return null;
  return (
    <span className="flex flex-wrap gap-x-2 gap-y-0.5">
      {names.map((name) => (
        <code key={name}>{name}</code>
      ))}
    </span>
  );
}
