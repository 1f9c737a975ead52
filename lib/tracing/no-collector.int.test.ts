import { expect, it } from 'vitest';
import { freePort } from '../../scripts/ports.mjs';
import type { Logger } from '../logger';
import { createLogger } from '../logger';
import { inSpan } from './span';
import { startTracing } from './start-tracing';

it('does not keep a process from ending well while the collector is away, and says what is lost', async () => {
  const warnings: unknown[] = [];
  const log = Object.assign(createLogger('silent'), { warn: (...said: unknown[]) => warnings.push(said) }) as Logger;
  const tracing = startTracing({ endpoint: `http://127.0.0.1:${await freePort()}`, role: 'worker', log });
  expect(await inSpan({ name: 'work', attributes: {} }, async () => 'done')).toBe('done');
  await tracing.stop();
  expect(warnings).toEqual([[expect.anything(), expect.stringContaining('the last traces are lost')]]);
}, 15_000);
