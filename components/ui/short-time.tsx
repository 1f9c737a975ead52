import { exactTime, shortTime } from './format-time';

/** An ISO moment to the minute; the exact time on hover. */
export function ShortTime({ value }: { value: string }) {
  const at = new Date(value);
  return (
    <time dateTime={value} title={exactTime(at)}>
      {shortTime(at)}
    </time>
  );
}
