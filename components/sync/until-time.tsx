import { exactTime, shortTime } from '@/components/ui/format-time';
import { RelativeTime } from '@/components/ui/relative-time';

/** "until 24 Nov 2026, 06:00 (in 8 hr.)". */
export function UntilTime({ value }: { value: string }) {
  const at = new Date(value);
  return (
    <>
      until{' '}
      <time dateTime={value} title={exactTime(at)}>
        {shortTime(at)}
      </time>{' '}
      (<RelativeTime value={value} />)
    </>
  );
}
