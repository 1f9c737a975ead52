/** Names and values of what was recorded or sent. Values are text and nothing else, whatever they say. */
export function Attributes({ of }: { of: Record<string, unknown> }) {
  const known = Object.entries(of).filter(([, value]) => !isBlank(value));
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1">
      {known.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="break-words text-muted">{name}</dt>
          <dd className="whitespace-pre-wrap break-words">
            <bdi>{typeof value === 'string' ? value : JSON.stringify(value)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function isBlank(value: unknown) {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
