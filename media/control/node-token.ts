import { join } from 'node:path';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { ensureDataDir } from '@neustream/shared/node/data-dir.ts';
import { secretInFile } from '@neustream/shared/node/secret-file.ts';

const FILE_NAME = 'media-node.token';

/**
 * The token by which the API and the media nodes of this data folder recognise each other. Whichever starts first
 * creates it; the others read it.
 *
 * @throws AppError `NODE_TOKEN_UNREADABLE`
 */
export async function ensureNodeToken(dataDir: string): Promise<Secret> {
  const file = join(dataDir, FILE_NAME);
  try {
    await ensureDataDir(dataDir);
    return await secretInFile(file);
  } catch (cause) {
    throw new AppError({
      code: 'NODE_TOKEN_UNREADABLE',
      fault: 'user',
      message: `The media node’s token cannot be stored in ${file}.`,
      action:
        'Set DATA_DIR to a folder that this user may write, or set MEDIA_NODE_TOKEN for the API and the media node.',
      cause,
    });
  }
}
