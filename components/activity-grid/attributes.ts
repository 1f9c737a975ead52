import { clockLength } from '@/components/ui/format-time';

/** The first of `names` that has a value. Marketo instances spell attribute names differently, so case, spaces and dashes do not count. */
export function attribute(attributes: Record<string, string>, ...names: string[]): string | null {
  for (const name of names) {
    const value = attributes[name]?.trim() || valueOfSimilar(attributes, name);
    if (value) return value;
  }
  return null;
}

/** Marketo writes booleans of activities as text, in either case. */
export function isBotActivity(attributes: Record<string, string>): boolean {
  return attribute(attributes, 'Is Bot Activity', 'Is Bot')?.toLowerCase() === 'true';
}

/** Call durations come as plain seconds, or already as text such as "4:05". */
export function durationText(value: string | null): string | null {
  if (value === null || !/^\d+(\.\d+)?$/.test(value)) return value;
  return clockLength(Number(value));
}

/** A link that is safe to offer: only http(s), so a value from outside can never run a script. */
export function webLink(value: string | null): string | null {
  return value !== null && /^https?:\/\/\S+$/i.test(value) ? value : null;
}

function valueOfSimilar(attributes: Record<string, string>, name: string): string | undefined {
  const wanted = plain(name);
  const similar = Object.keys(attributes).find((key) => plain(key) === wanted && attributes[key]?.trim());
  return similar && attributes[similar]?.trim();
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
