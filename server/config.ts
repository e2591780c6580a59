import type { PlanCode } from '@neustream/shared/billing/limits.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import {
  readSettings,
  type SettingSource,
  type SettingValues,
  settingsInvalid,
} from '@neustream/shared/kernel/settings.ts';
import { isLoopback } from './infra/http/loopback.ts';
import type { TrustedProxies } from './setting-kinds.ts';
import { SETTINGS } from './settings.ts';

export interface ServerConfig {
  /** Reached over TLS at `publicUrl`, through a proxy. */
  production: boolean;
  host: string;
  port: number;
  metricsPort: number;
  /** The origin of the pages. */
  publicUrl: string | null;
  /** Null trusts no proxy. */
  trustProxy: TrustedProxies | null;
  allowedOrigins: readonly string[];
  pagesDir: string;
  logLevel: string;
  dataDir: string;
  databaseUrl: Secret | null;
  postgresPort: number;
  jwtSecret: Secret | null;
  keyEncryptionKey: Secret | null;
  previousKeyEncryptionKey: Secret | null;
  /** Name of the media node that MEDIA_NODE_TOKEN belongs to. */
  mediaNodeId: string | null;
  mediaNodeToken: Secret | null;
  allowPrivateDestinations: boolean;
  /** Null allows every port except those of other well-known services. */
  allowedDestinationPorts: readonly number[] | null;
  allowRegistration: boolean;
  defaultPlan: PlanCode;
  rateLimitFactor: number;
}

/**
 * The API's configuration.
 * @throws AppError `SETTINGS_INVALID` listing every invalid setting
 */
export function readServerConfig(source: SettingSource): ServerConfig {
  const values = readSettings(SETTINGS, source);
  const config: ServerConfig = {
    production: isProduction(values),
    host: values.HOST,
    port: values.PORT,
    metricsPort: values.METRICS_PORT,
    publicUrl: values.PUBLIC_URL ? new URL(values.PUBLIC_URL).origin : null,
    trustProxy: values.TRUST_PROXY,
    allowedOrigins: values.ALLOWED_ORIGINS,
    pagesDir: values.PAGES_DIR,
    logLevel: values.LOG_LEVEL,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL ?? null,
    postgresPort: values.POSTGRES_PORT,
    jwtSecret: values.JWT_SECRET ?? null,
    keyEncryptionKey: values.KEY_ENCRYPTION_KEY ?? null,
    previousKeyEncryptionKey: values.KEY_ENCRYPTION_KEY_PREVIOUS ?? null,
    mediaNodeId: values.MEDIA_NODE_ID ?? null,
    mediaNodeToken: values.MEDIA_NODE_TOKEN ?? null,
    allowPrivateDestinations: values.ALLOW_PRIVATE_DESTINATIONS,
    allowedDestinationPorts: values.ALLOWED_DESTINATION_PORTS,
    allowRegistration: values.ALLOW_REGISTRATION,
    defaultPlan: values.DEFAULT_PLAN,
    rateLimitFactor: values.RATE_LIMIT_FACTOR,
  };
  const problems = config.production ? productionProblems(config) : [];
  if (problems.length > 0) throw settingsInvalid(problems);
  return config;
}

function isProduction({ NODE_ENV, HOST, PUBLIC_URL }: SettingValues<typeof SETTINGS>): boolean {
  return NODE_ENV === 'production' || !isLoopback(HOST) || isHttps(PUBLIC_URL);
}

function isHttps(address: string | undefined): boolean {
  return address !== undefined && new URL(address).protocol === 'https:';
}

function productionProblems(config: ServerConfig): string[] {
  const why = 'Needed in production, which NODE_ENV, HOST or an https PUBLIC_URL implies.';
  const secrets: [string, Secret | null][] = [
    ['JWT_SECRET', config.jwtSecret],
    ['KEY_ENCRYPTION_KEY', config.keyEncryptionKey],
    ['MEDIA_NODE_TOKEN', config.mediaNodeToken],
  ];
  const problems = secrets
    .filter(([, value]) => value === null)
    .map(([name]) => `${name}: ${why} Make one with: openssl rand -base64 32`);
  if (!isHttps(config.publicUrl ?? undefined)) {
    problems.push(`PUBLIC_URL: ${why} Use the https:// address under which people open Neustream.`);
  }
  if (config.trustProxy === null) {
    problems.push(`TRUST_PROXY: ${why} Use the number of TLS proxies in front, usually 1.`);
  }
  return problems;
}
