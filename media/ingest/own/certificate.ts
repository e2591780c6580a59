import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext, type Server } from 'node:tls';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import type { MediaConfig } from '../../config.ts';

type TlsFiles = NonNullable<MediaConfig['tls']>;

/** How often the files are looked at, in ms: certificates are renewed days before the old one expires. */
const LOOK_MS = 2000;

/** @throws AppError `TLS_FILES_UNUSABLE` */
export function readTls({ certFile, keyFile }: TlsFiles): { cert: Buffer; key: Buffer } {
  try {
    const files = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
    createSecureContext(files);
    return files;
  } catch (error) {
    throw new AppError({
      code: 'TLS_FILES_UNUSABLE',
      fault: 'user',
      message: 'The certificate for ingest over TLS cannot be used.',
      action:
        'Check that TLS_CERT_FILE and TLS_KEY_FILE belong together, are in PEM format and can be read by this user.',
      cause: error,
    });
  }
}

/** Has the server use what replaces its files, without touching the connections that there are. Ends with the server. */
export function followCertificate(server: Server, files: TlsFiles): void {
  const look = () => {
    try {
      server.setSecureContext(readTls(files));
    } catch {
      // One file is replaced after the other: until they fit together again, the old ones serve.
    }
  };
  const paths = [files.certFile, files.keyFile];
  for (const path of paths) watchFile(path, { interval: LOOK_MS, persistent: false }, look);
  server.once('close', () => {
    for (const path of paths) unwatchFile(path, look);
  });
}
