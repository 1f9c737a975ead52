import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../errors';
import { ProviderFault } from '../provider-fault';
import { appErrorFrom, problemResponse } from './problem';

const fault = (kind: ProviderFault['kind'], retryAfterMs?: number) =>
  new ProviderFault({ provider: 'marketo', kind, remoteCode: '606', message: 'Marketo is busy.', retryAfterMs });

describe('appErrorFrom', () => {
  it('never tells what an unknown error says', () => {
    const secretive = new Error('password=hunter2 at 10.0.0.7');
    const error = appErrorFrom(secretive);
    expect(error).toMatchObject({ code: 'internal', cause: secretive });
    expect(error.message).not.toContain('hunter2');
  });

  it('names each bad field and what was expected of it', () => {
    const parsed = z.object({ limit: z.number(), sort: z.enum(['name']) }).safeParse({ limit: 'x', sort: 'y' });
    expect(appErrorFrom(parsed.error)).toMatchObject({
      code: 'bad_request',
      fields: { limit: expect.any(String), sort: expect.any(String) },
    });
  });

  it.each([
    ['throttled', 'rate_limited'],
    ['quota', 'rate_limited'],
    ['rejected', 'provider_rejected'],
    ['unavailable', 'provider_unavailable'],
    ['signed-out', 'provider_unavailable'],
  ] as const)('a provider that is %s answers %s, in its own words', (kind, code) => {
    expect(appErrorFrom(fault(kind))).toMatchObject({ code, message: 'Marketo is busy.' });
  });
});

describe('problemResponse', () => {
  it('is an RFC 9457 document with code, request id and fields', async () => {
    const error = new AppError('bad_request', 'Check limit.', { fields: { limit: 'expected a number' } });
    const response = problemResponse(error, 'r-1');
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toEqual({
      type: 'about:blank#bad_request',
      title: 'The request is not valid',
      status: 400,
      detail: 'Check limit.',
      code: 'bad_request',
      requestId: 'r-1',
      fields: { limit: 'expected a number' },
    });
  });

  it('says in whole seconds when to come back', () => {
    const response = problemResponse(appErrorFrom(fault('throttled', 1_200)), 'r-2');
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '2']);
  });
});
