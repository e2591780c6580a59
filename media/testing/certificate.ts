import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A certificate for 127.0.0.1 in files, gone when disposed. */
export async function certificateFiles(): Promise<
  { certFile: string; keyFile: string } & { [Symbol.asyncDispose](): Promise<void> }
> {
  const folder = await mkdtemp(join(tmpdir(), 'neustream-certificate-'));
  const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
  const certFile = join(folder, 'cert.pem');
  const keyFile = join(folder, 'key.pem');
  await writeFile(certFile, cert);
  await writeFile(keyFile, key, { mode: 0o600 });
  return { certFile, keyFile, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
