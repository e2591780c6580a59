import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';

const FILE_NAME = 'media-node.token';
const TOKEN = /^[0-9a-f]{64}$/;
const TRIES = 50;
const AGAIN_MS = 20;

/**
 * The token that the API and the media nodes of this data folder know each other by. Whoever of them starts first
 * makes it; the other reads it.
 *
 * @throws AppError `NODE_TOKEN_UNREADABLE`
 */
export async function ensureNodeToken(dataDir: string): Promise<Secret> {
  const file = join(dataDir, FILE_NAME);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      throw unreadable(file, error);
  }
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const text = read(file);
    if (TOKEN.test(text)) return new Secret(text);
    // The other process has created the file and not yet written it.
    await pause(AGAIN_MS);
  }
  throw unreadable(file, undefined);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): AppError {
  return new AppError({
    code: 'NODE_TOKEN_UNREADABLE',
    fault: 'user',
    message: `The token of the media node cannot be kept in ${file}.`,
    action:
      'Make DATA_DIR a folder that this user may write, or set MEDIA_NODE_TOKEN for the API and the media node.',
    cause,
  });
}
