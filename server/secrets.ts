import { join } from 'node:path';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { ensureDataDir } from '@neustream/shared/node/data-dir.ts';
import { secretInFile } from '@neustream/shared/node/secret-file.ts';
import type { ServerConfig } from './config.ts';

/** Where the API and the media node of one data folder keep the node's token. */
export const NODE_TOKEN_FILE = 'media-node.token';

/** The secrets of the API process. */
export interface ServerSecrets {
  jwt: Secret;
  keyEncryption: { current: Secret; previous: Secret | null };
  mediaNodeToken: Secret;
}

/** Uses the secrets that are set and creates the others in the data folder, which production does not allow. */
export async function prepareSecrets(config: ServerConfig): Promise<ServerSecrets> {
  const given = async (secret: Secret | null, file: string, encoding?: 'base64') => {
    if (secret) return secret;
    await ensureDataDir(config.dataDir);
    return await secretInFile(join(config.dataDir, file), encoding);
  };
  return {
    jwt: await given(config.jwtSecret, 'jwt.secret'),
    keyEncryption: {
      current: await given(config.keyEncryptionKey, 'key-encryption.key', 'base64'),
      previous: config.previousKeyEncryptionKey,
    },
    mediaNodeToken: await given(config.mediaNodeToken, NODE_TOKEN_FILE),
  };
}
