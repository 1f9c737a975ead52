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
  'refreshToken',
  'refresh_token',
  'codeVerifier',
  'code_verifier',
  'state',
  'authorization',
  'cookie',
  'encryptionKey',
];

/** JSON lines on `destination`, standard output unless a test listens. E-mail addresses and payload shapes belong to `debug`, which is off in production. */
export function createLogger(level: string, destination?: pino.DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `headers.${key}`]),
      censor: '[redacted]',
    },
    serializers: { err: (error: Error) => withoutValues(pino.stdSerializers.errWithCause(error)) },
  };
  return destination ? pino(options, destination) : pino(options);
}

// A failed query carries its values in its message, its stack and `params`; Postgres repeats a row in `detail`. They
// are people's data and password hashes, so only the text of the query is kept.
function withoutValues(error: pino.SerializedError): object {
  if (typeof error?.message !== 'string') return error;
  const { params: _params, detail: _detail, cause, ...kept } = error;
  const message = error.message.split('\nparams: ')[0] ?? '';
  const stack = error.stack?.replace(error.message, () => message);
  return { ...kept, message, stack, ...(cause ? { cause: withoutValues(cause as pino.SerializedError) } : {}) };
}
