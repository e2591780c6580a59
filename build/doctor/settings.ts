import { readFileSync } from 'node:fs';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import type { SettingSource } from '@neustream/shared/kernel/settings.ts';
import { type MediaConfig, readMediaConfig } from '../../media/config.ts';
import { readServerConfig, type ServerConfig } from '../../server/config.ts';
import type { Finding } from './finding.ts';

export interface SettingsReport {
  findings: Finding[];
  /** Undefined where a setting of that process is wrong. */
  server: ServerConfig | undefined;
  media: MediaConfig | undefined;
}

/** Reads the settings of both processes as they would themselves, and lists everything that is wrong. */
export function checkSettings(env: NodeJS.ProcessEnv): SettingsReport {
  const source: SettingSource = { env, readFile: (path) => readFileSync(path, 'utf8') };
  const server = attempt(() => readServerConfig(source));
  const media = attempt(() => readMediaConfig(source));
  const problems = [...new Set([...server.problems, ...media.problems])];
  const findings = problems.length > 0 ? problems.map(wrong) : [fine(server.value)];
  return {
    findings: [...findings, ...previewFindings(server.value, media.value)],
    server: server.value,
    media: media.value,
  };
}

function attempt<T>(read: () => T): { value: T | undefined; problems: string[] } {
  try {
    return { value: read(), problems: [] };
  } catch (error) {
    if (!(error instanceof AppError) || !Array.isArray(error.details)) throw error;
    return { value: undefined, problems: error.details.map(String) };
  }
}

function fine(server: ServerConfig | undefined): Finding {
  const says = server?.production === true ? 'all right, for production' : 'all right, for development';
  return { group: 'Settings', name: 'environment', verdict: 'ok', says };
}

/** What an encrypted page may not load: found out here rather than by somebody who misses the preview. */
function previewFindings(server: ServerConfig | undefined, media: MediaConfig | undefined): Finding[] {
  const secure = server?.publicUrl?.startsWith('https:') === true;
  if (!secure || media === undefined || media.ingest === 'builtin' || media.tls !== null) return [];
  const says = 'pages are https, the preview is not: browsers will not load it';
  const action = 'Set TLS_CERT_FILE and TLS_KEY_FILE for the media node.';
  return [{ group: 'Settings', name: 'TLS_CERT_FILE', verdict: 'warn', says, action }];
}

/** A problem reads `NAME: what would be right`. */
function wrong(problem: string): Finding {
  const colon = problem.indexOf(': ');
  const name = colon < 0 ? 'environment' : problem.slice(0, colon);
  const action = colon < 0 ? problem : problem.slice(colon + 2);
  return { group: 'Settings', name, verdict: 'bad', says: 'not right', action };
}
