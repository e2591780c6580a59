import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

const NEVER_SHOWN = ['password', 'token', 'key', 'stream_key', 'authorization', 'cookie', 'secret', 'body'];

/** JSON lines on stdout. Fields that could contain a secret are redacted, whoever logs them. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: { process: 'api' },
    redact: { paths: NEVER_SHOWN.flatMap((name) => [name, `*.${name}`]), censor: '***' },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** What may be logged of an error: its kind, code and message, without the values of a failed query. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const code = 'code' in error ? error.code : undefined;
  const message = error.message.includes(' - ') ? error.message.split(' - ').at(-1) : error.message;
  return { error: message, kind: error.name, code, at: error.stack?.split('\n')[1]?.trim() };
}
