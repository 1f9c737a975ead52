import pino from 'pino';

export type Logger = pino.Logger;

// Values under these names never reach a log line, at any depth we log.
const secretKeys = [
  'password',
  'passwordHash',
  'clientSecret',
  'client_secret',
  'secret',
  'token',
  'accessToken',
  'access_token',
  'authorization',
  'cookie',
  'encryptionKey',
];

/** JSON lines on stdout. E-mail addresses and payload shapes belong to `debug`, which is off in production. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `headers.${key}`]),
      censor: '[redacted]',
    },
    serializers: { err: pino.stdSerializers.errWithCause },
  });
}
