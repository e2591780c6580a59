import { join } from 'node:path';
import { PLAN_CODES } from '@neustream/shared/billing/limits.ts';
import { DESTINATION_SETTINGS } from '@neustream/shared/destinations/settings.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { type Settings, setting, settingKinds } from '@neustream/shared/kernel/settings.ts';
import { z } from 'zod';
import { origins, proxies } from './setting-kinds.ts';

const ROOT = join(import.meta.dirname, '..');
const LARGEST_FACTOR = 1_000_000;

const keyOf32Bytes = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=?$/, {
    error: 'Use 32 random bytes in base64, such as the output of: openssl rand -base64 32',
  })
  .transform((text) => new Secret(text));

/** Every setting of the API process. */
export const SETTINGS = {
  NODE_ENV: setting({
    group: 'Server',
    description: 'In production no secret has a default.',
    schema: settingKinds.choice(['development', 'production', 'test'], 'development'),
    example: 'development',
  }),
  HOST: setting({
    group: 'Server',
    description: 'Address to listen on. Anything except loopback counts as production.',
    schema: z.string().default('127.0.0.1'),
    example: '127.0.0.1',
  }),
  PORT: setting({
    group: 'Server',
    description: 'Port of the API, pages and sockets; 0 picks a free one.',
    schema: settingKinds.port(3000),
    example: '3000',
  }),
  METRICS_PORT: setting({
    group: 'Server',
    description: 'Port of /metrics for Prometheus; 0 picks a free one.',
    schema: settingKinds.port(9464),
    example: '9464',
  }),
  PUBLIC_URL: setting({
    group: 'Server',
    description:
      'Address at which people open Neustream, if it differs from HOST and PORT. With https:// it counts as ' +
      'production.',
    schema: settingKinds.address(['http', 'https']),
    example: 'https://studio.example.com',
  }),
  TRUST_PROXY: setting({
    group: 'Server',
    description:
      'Proxies in front: their number, or their addresses separated by commas. Unset: none. Needed in production, ' +
      'where a proxy terminates TLS.',
    schema: proxies,
    example: '1',
  }),
  ALLOWED_ORIGINS: setting({
    group: 'Server',
    description: 'Further origins whose pages may call the API with cookies and open sockets.',
    schema: origins,
    example: 'http://127.0.0.1:5173',
  }),
  PAGES_DIR: setting({
    group: 'Server',
    description: 'Folder of the built pages.',
    schema: z.string().default(join(ROOT, '.cache', 'renderer')),
    example: '.cache/renderer',
  }),
  LOG_LEVEL: setting({
    group: 'Server',
    description: 'How much is logged.',
    schema: settingKinds.choice(['debug', 'info', 'warn', 'error', 'silent'], 'info'),
    example: 'info',
  }),
  DATA_DIR: setting({
    group: 'Database',
    description: 'Folder of the embedded database and of secrets made in development.',
    schema: z.string().default(join(ROOT, 'data')),
    example: 'data',
  }),
  DATABASE_URL: setting({
    group: 'Database',
    description: 'A PostgreSQL of your own, as postgres://user:password@host/database. Unset: embedded.',
    schema: settingKinds.address(['postgres', 'postgresql']).pipe(settingKinds.secret(1)),
    example: 'postgres://neustream:password@127.0.0.1/neustream',
    secret: true,
  }),
  POSTGRES_PORT: setting({
    group: 'Database',
    description: 'Port of the embedded database on loopback; 0 picks a free one.',
    schema: settingKinds.port(0),
    example: '0',
  }),
  JWT_SECRET: setting({
    group: 'Secrets',
    description: 'Signs access tokens. Made in the data folder in development.',
    schema: settingKinds.secret(32),
    example: 'output of: openssl rand -base64 32',
    secret: true,
  }),
  KEY_ENCRYPTION_KEY: setting({
    group: 'Secrets',
    description: 'Encrypts stream keys at rest; keep it apart from backups of the database.',
    schema: keyOf32Bytes.optional(),
    example: 'output of: openssl rand -base64 32',
    secret: true,
  }),
  KEY_ENCRYPTION_KEY_PREVIOUS: setting({
    group: 'Secrets',
    description: 'The previous key, while a rotation re-encrypts what it had encrypted.',
    schema: keyOf32Bytes.optional(),
    example: 'the key before',
    secret: true,
  }),
  MEDIA_NODE_ID: setting({
    group: 'Media node',
    description: 'Name of the media node that MEDIA_NODE_TOKEN belongs to.',
    schema: settingKinds.text(),
    example: 'local',
  }),
  MEDIA_NODE_TOKEN: setting({
    group: 'Media node',
    description:
      'Token of the media node MEDIA_NODE_ID, which the API lets in with it. Made in the data folder in development.',
    schema: settingKinds.secret(32),
    example: 'output of: openssl rand -base64 32',
    secret: true,
  }),
  ...DESTINATION_SETTINGS,
  ALLOW_REGISTRATION: setting({
    group: 'Accounts',
    description: 'Whether new accounts may be opened.',
    schema: settingKinds.flag(true),
    example: 'true',
  }),
  DEFAULT_PLAN: setting({
    group: 'Accounts',
    description: 'Plan of new accounts.',
    schema: settingKinds.choice(PLAN_CODES, 'free'),
    example: 'free',
  }),
  RATE_LIMIT_FACTOR: setting({
    group: 'Accounts',
    description: 'Multiplies every rate limit.',
    schema: z
      .string()
      .default('1')
      .transform(Number)
      .refine((factor) => factor > 0 && factor <= LARGEST_FACTOR, {
        error: `Use a number above 0, at most ${LARGEST_FACTOR}.`,
      }),
    example: '1',
  }),
} as const satisfies Settings;
