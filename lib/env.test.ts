import { describe, expect, it } from 'vitest';
import { parseEnv } from './env';

const good = {
  DATABASE_URL: 'postgres://u:p@localhost:5432/app',
  AUTH_SECRET: 'k3Vq9sYw2ZtR7uXa1BcD4eFgH6iJ8kLm',
  CRON_SECRET: 'Zr8pQ2wE5tY7uI9o',
  ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64'),
};

const refusal = (source: Record<string, string | undefined>) => {
  try {
    parseEnv(source);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'accepted';
};

describe('parseEnv', () => {
  it('fills in what may be left out', () => {
    const env = parseEnv({ ...good, APP_URL: '', MARKETO_BASE_URL: '' });
    expect(env).toMatchObject({ PORT: 3000, APP_URL: 'http://localhost:3000', LOG_LEVEL: 'info', DEMO: false });
    expect(env.MARKETO_BASE_URL).toBeUndefined();
  });

  it.each(['DATABASE_URL', 'AUTH_SECRET', 'CRON_SECRET', 'ENCRYPTION_KEY'])(
    'refuses to start without %s, naming it',
    (key) => {
      expect(refusal({ ...good, [key]: undefined })).toContain(`- ${key} is missing`);
    },
  );

  it.each([
    ['DATABASE_URL', 'mysql://x'],
    ['PORT', 'eighty'],
    ['APP_URL', 'ftp://x'],
    ['AUTH_SECRET', 'tiny-value'],
    ['CRON_SECRET', 'tiny-value'],
    ['ENCRYPTION_KEY', Buffer.alloc(16, 1).toString('base64')],
    ['LOG_LEVEL', 'loud'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['MARKETO_BASE_URL', 'javascript:alert(1)'],
    ['SALESFORCE_LOGIN_URL', 'https://evil.example'],
    ['SALESFORCE_LOGIN_URL', 'http://127.0.0.1:4500'],
    ['ADMIN_EMAIL', 'nobody'],
  ])('refuses a malformed %s, naming it and not the value', (key, value) => {
    const message = refusal({ ...good, [key]: value });
    expect(message).toContain(`- ${key} `);
    expect(message).not.toContain(value);
  });

  it('takes a Salesforce that is not one in the demo only', () => {
    const source = { ...good, SALESFORCE_LOGIN_URL: 'http://127.0.0.1:4500' };
    expect(refusal({ ...source, DEMO: '1' })).toBe('accepted');
    expect(refusal({ ...good, SALESFORCE_LOGIN_URL: 'https://example.my.salesforce.com' })).toBe('accepted');
  });

  it('names every problem at once', () => {
    expect(refusal({}).match(/ - /g)).toHaveLength(4);
  });

  it.each(['AUTH_SECRET', 'CRON_SECRET', 'ENCRYPTION_KEY'])(
    'refuses a well-known %s, except in the demo and in tests',
    (key) => {
      const source = {
        ...good,
        [key]: key === 'ENCRYPTION_KEY' ? `demo${'A'.repeat(39)}=` : 'change-me-change-me-change-me-change-me',
      };
      expect(refusal(source)).toContain(`- ${key} is a known example value`);
      expect(refusal({ ...source, DEMO: '1' })).toBe('accepted');
      expect(refusal({ ...source, NODE_ENV: 'test' })).toBe('accepted');
    },
  );

  it('takes several encryption keys, base64 or hex, newest first', () => {
    const hex = Buffer.alloc(32, 4).toString('hex');
    expect(parseEnv({ ...good, ENCRYPTION_KEY: `${hex}, ${good.ENCRYPTION_KEY}` }).ENCRYPTION_KEY).toEqual([
      Buffer.alloc(32, 4),
      Buffer.alloc(32, 9),
    ]);
  });
});
