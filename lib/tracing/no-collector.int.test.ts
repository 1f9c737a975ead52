import { expect, it } from 'vitest';
import { freePort } from '../../scripts/ports.mjs';
import { createLogger } from '../logger';
import { inSpan } from './span';
import { startTracing } from './start-tracing';

it('does not keep a process from ending well while the collector is away, and says what is lost', async () => {
  const lines: string[] = [];
  const log = createLogger('warn', { write: (line) => void lines.push(line) });
  const tracing = startTracing({ endpoint: `http://127.0.0.1:${await freePort()}`, role: 'worker', log });
  expect(await inSpan({ name: 'work', attributes: {} }, async () => 'done')).toBe('done');
  await tracing.stop();
  expect(lines).toEqual([expect.stringContaining('the last traces are lost')]);
}, 15_000);
