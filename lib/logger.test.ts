import { expect, it } from 'vitest';
import { createLogger } from './logger';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger('debug', { write: (line) => void lines.push(line) }));
  return lines.join('');
}

it.each(['password', 'clientSecret', 'client_secret', 'access_token', 'authorization', 'cookie'])(
  'never writes a %s',
  (key) => {
    const text = logged((log) => {
      log.info({ [key]: 'hush-hush' }, 'top');
      log.info({ request: { [key]: 'hush-hush' } }, 'nested');
      log.info({ request: { headers: { [key]: 'hush-hush' } } }, 'deep');
      log.child({ [key]: 'hush-hush' }).warn('child');
    });
    expect(text).not.toContain('hush-hush');
    expect(text.match(/\[redacted\]/g)).toHaveLength(4);
  },
);

it('writes one JSON object a line, with the level in words and the cause of an error', () => {
  const text = logged((log) => log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed'));
  expect(JSON.parse(text)).toMatchObject({
    level: 'error',
    msg: 'failed',
    err: { message: expect.stringContaining('outer') },
  });
  expect(text).toContain('inner');
});
