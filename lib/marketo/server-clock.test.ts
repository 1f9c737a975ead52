import { describe, expect, it } from 'vitest';
import { manualClock } from '../test/clock';
import { createServerClock } from './server-clock';

const answering = (date: string | null) => async () => new Response('{}', { headers: date ? { date } : {} });

describe('the clock of the server', () => {
  it('is ours until the server was heard', () => {
    const server = createServerClock(manualClock('2026-03-01T12:00:00Z'));
    expect(server.aheadMs()).toBeNull();
    expect(server.now()).toEqual(new Date('2026-03-01T12:00:00Z'));
  });

  it('goes on from the last Date header as our clock does', async () => {
    const clock = manualClock('2026-03-01T12:00:00Z');
    const server = createServerClock(clock);
    await server.listening(answering('Sun, 01 Mar 2026 11:50:00 GMT'))('http://loopback/');
    clock.advance(5_000);
    expect(server.aheadMs()).toBe(-600_000);
    expect(server.now()).toEqual(new Date('2026-03-01T11:50:05Z'));
  });

  it('takes no notice of an answer without a Date, or with one that is none', async () => {
    const server = createServerClock(manualClock('2026-03-01T12:00:00Z'));
    await server.listening(answering(null))('http://loopback/');
    await server.listening(answering('soon'))('http://loopback/');
    expect(server.aheadMs()).toBeNull();
  });
});
