/** What happened in a seed, line by line; printed when it fails, or as it happens with --trace. */
export type Journal = {
  note(line: string): void;
  lines(): string[];
  /** The same text for the same history: two runs of one seed must agree. */
  fingerprint(): string;
};

export function createJournal(input: { now: () => Date; trace: boolean }): Journal {
  const lines: string[] = [];
  let hash = 0x811c9dc5;
  return {
    note: (text) => {
      const line = `${input.now().toISOString()}  ${text}`;
      lines.push(line);
      for (let i = 0; i < line.length; i++) hash = Math.imul(hash ^ line.charCodeAt(i), 0x01000193);
      if (input.trace) process.stdout.write(`${line}\n`);
    },
    lines: () => lines,
    fingerprint: () => (hash >>> 0).toString(16).padStart(8, '0'),
  };
}
