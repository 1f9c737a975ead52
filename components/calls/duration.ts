const units = { h: 3600, m: 60, s: 1 } as const;
const longestSeconds = 24 * 3600;

/** Seconds from a length as people type it: `3:20`, `1:02:03`, `200`, `3m 20s`, `1 h`, `5 min`. Null for anything else. */
export function secondsFromText(text: string): number | null {
  const plain = text.trim().toLowerCase();
  const seconds = fromClock(plain) ?? fromUnits(plain);
  return seconds !== null && seconds <= longestSeconds ? seconds : null;
}

/** Whole seconds, or parts of a clock: only the first may be 60 or more. */
function fromClock(text: string): number | null {
  if (!/^\d{1,5}(:[0-5]\d){0,2}$/.test(text)) return null;
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Numbers with units, the larger first and each once. */
function fromUnits(text: string): number | null {
  const parts =
    /^(?:(\d{1,5}) ?h(?:ours?|rs?)?)? ?(?:(\d{1,5}) ?m(?:in(?:utes?|s)?)?)? ?(?:(\d{1,5}) ?s(?:ec(?:onds?|s)?)?)?$/.exec(
      text,
    );
  if (!parts || text === '') return null;
  const [, h = 0, m = 0, s = 0] = parts;
  return Number(h) * units.h + Number(m) * units.m + Number(s) * units.s;
}
