/** The one reader of process.env: every setting of where things run, checked once, refused in words. */
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { loginUrlOf } from './salesforce-connections/model';

// The start of a value that somebody forgot to replace; such a secret is public knowledge.
const placeholder = /^(change|replace|secret|demo|test|example|password|your|insecure|dev)/i;

const secret = (minLength: number, hint: string) =>
  z.string({ error: `is missing: ${hint}` }).min(minLength, `is too short: ${hint}`);

const encryptionKeys = z
  .string({ error: 'is missing: give 32 random bytes as base64, e.g. `openssl rand -base64 32`' })
  .transform((value) => value.split(',').map((key) => decodeKey(key.trim())))
  .refine((keys) => keys.every((key) => key.length === 32), {
    error: 'must be 32 bytes as base64 or 64 hex digits (newest first, comma-separated while rotating)',
  });

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
  .transform((s) => s.replace(/\/+$/, ''));

export const Env = z
  .object({
    DATABASE_URL: z
      .string({ error: 'is missing: e.g. postgres://user:password@localhost:5432/sales_actions' })
      .regex(/^postgres(ql)?:\/\//, 'must start with postgres://'),
    PORT: optional(z.coerce.number('must be a port number').int().min(1).max(65_535)).transform((p) => p ?? 3000),
    APP_URL: optional(httpUrl),
    AUTH_SECRET: secret(32, 'give at least 32 random characters, e.g. `openssl rand -base64 32`'),
    CRON_SECRET: secret(16, 'give at least 16 random characters, e.g. `openssl rand -base64 24`'),
    ENCRYPTION_KEY: encryptionKeys,
    /** Absent, there is no /api/metrics. */
    METRICS_TOKEN: optional(secret(16, 'give at least 16 random characters, e.g. `openssl rand -base64 24`')),
    /** Absent, there are no traces. */
    OTEL_EXPORTER_OTLP_ENDPOINT: optional(httpUrl),
    LOG_LEVEL: optional(z.enum(['debug', 'info', 'warn', 'error', 'silent'])).transform((l) => l ?? 'info'),
    BULK_DIR: optional(z.string()).transform((d) => d ?? path.join(os.tmpdir(), 'sales-actions-exports')),
    MARKETO_BASE_URL: optional(httpUrl),
    MARKETO_CLIENT_ID: optional(z.string().trim()),
    MARKETO_CLIENT_SECRET: optional(z.string().trim()),
    SALESFORCE_LOGIN_URL: optional(httpUrl),
    SALESFORCE_CLIENT_ID: optional(z.string().trim()),
    SALESFORCE_CLIENT_SECRET: optional(z.string().trim()),
    ADMIN_EMAIL: optional(z.email('must be an e-mail address')),
    ADMIN_PASSWORD: optional(z.string()),
    NODE_ENV: optional(z.enum(['development', 'production', 'test'])).transform((e) => e ?? 'development'),
    /** Set by the demo and by tests: known secrets are allowed. */
    DEMO: optional(z.string()).transform((d) => d === '1'),
  })
  .transform((env) => ({ ...env, APP_URL: env.APP_URL ?? `http://localhost:${env.PORT}` }));
export type Env = z.infer<typeof Env>;

/** The configuration is unusable; the message names every key and what was expected, never a value. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

/** Parses `source`. Throws EnvError naming each missing, malformed or known-default key. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = Env.safeParse(source);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  if (source.DEMO !== '1' && source.NODE_ENV !== 'test') {
    for (const key of ['AUTH_SECRET', 'CRON_SECRET', 'ENCRYPTION_KEY', 'METRICS_TOKEN'] as const) {
      if (placeholder.test(source[key] ?? '')) problems.push(`${key} is a known example value: make a random one`);
    }
  }
  if (source.DEMO !== '1' && source.SALESFORCE_LOGIN_URL) {
    const login = loginUrlOf(source.SALESFORCE_LOGIN_URL, null);
    if ('problem' in login) problems.push(`SALESFORCE_LOGIN_URL cannot be used: ${login.problem}`);
  }
  if (!parsed.success || problems.length > 0) {
    throw new EnvError(`The configuration cannot be used:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }
  return parsed.data;
}

let cached: Env | undefined;

/** The environment of this process, read once (and from `.env` where there is one). Throws EnvError. */
export function env(): Env {
  if (!cached) {
    if (existsSync('.env')) process.loadEnvFile('.env');
    cached = parseEnv(process.env);
  }
  return cached;
}

function decodeKey(key: string): Buffer {
  return /^[0-9a-f]{64}$/i.test(key) ? Buffer.from(key, 'hex') : Buffer.from(key, 'base64');
}
