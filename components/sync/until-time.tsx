import { RelativeTime } from '@/components/ui/relative-time';
import { ShortTime } from '@/components/ui/short-time';

/** "until 24 Nov 2026, 06:00 (in 8 hr.)". */
export function UntilTime({ value }: { value: string }) {
  return (
    <>
      until <ShortTime value={value} /> (<RelativeTime value={value} />)
    </>
  );
}
