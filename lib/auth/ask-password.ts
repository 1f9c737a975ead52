import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** The person pressed Ctrl-C or Ctrl-D instead of answering. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/**
 * A password from the person at the terminal, typed twice and never shown; from the first line of standard input where
 * there is no terminal.
 * @throws Cancelled; Error in words when the two entries differ
 */
export async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).split(/\r?\n/)[0] ?? '';
  const password = await askHidden('Password: ');
  if ((await askHidden('Again: ')) !== password) throw new Error('The two entries differ. Nothing was changed.');
  return password;
}

async function askHidden(question: string): Promise<string> {
  const cancel = new AbortController();
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const readline = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  readline.once('close', () => cancel.abort());
  process.stderr.write(question);
  try {
    return await readline.question('', { signal: cancel.signal });
  } catch {
    throw new Cancelled('Cancelled. Nothing was changed.');
  } finally {
    readline.close();
    process.stderr.write('\n');
  }
}
