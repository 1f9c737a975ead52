/** What the scripts tell a person at a terminal. */
const startedAt = performance.now();

/** One progress line, led by the seconds since the script started. @param {string} text */
export function say(text) {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${text}\n`);
}

/** One sentence on what is wrong and what to do, then exit code 1. @param {string} sentence @returns {never} */
export function fail(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

/** Something a person can put right: shown as its message alone, without a stack. */
export class ExpectedError extends Error {}

/** @param {unknown} error */
export function sentenceOf(error) {
  if (error instanceof ExpectedError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
