import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { ServerConfig } from './config.ts';
import { secretInFile } from './infra/secrets/files.ts';

/** The secrets of the API process. */
export interface ServerSecrets {
  jwt: Secret;
  keyEncryption: { current: Secret; previous: Secret | null };
  mediaNodeToken: Secret;
}

/** Takes the secrets that were given and makes the others in the data folder, which production does not allow. */
export async function prepareSecrets(config: ServerConfig): Promise<ServerSecrets> {
  const given = (secret: Secret | null, file: string) => secret ?? secretInFile(join(config.dataDir, file));
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  return {
    jwt: await given(config.jwtSecret, 'jwt.secret'),
    keyEncryption: {
      current: await given(config.keyEncryptionKey, 'key-encryption.key'),
      previous: config.previousKeyEncryptionKey,
    },
    mediaNodeToken: await given(config.mediaNodeToken, 'media-node.token'),
  };
}
