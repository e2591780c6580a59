import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface Certificate {
  /** PEM text. */
  key: string;
  cert: string;
}

export interface TestAuthority {
  /** PEM file of the authority: what `NODE_EXTRA_CA_CERTS` takes. */
  caFile: string;
  /** A certificate of this authority, valid for these host names and IPv4 addresses. */
  issue(hosts: string[]): Promise<Certificate>;
}

const ipv4 = /^\d+\.\d+\.\d+\.\d+$/;

/** Creates a certificate authority that only the tests trust, and writes it into `folder`. */
export async function createTestAuthority(folder: string): Promise<TestAuthority> {
  const ca = await generate([{ name: 'commonName', value: 'Neustream test authority' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const caFile = join(folder, 'test-authority.pem');
  writeFileSync(caFile, ca.cert);
  return {
    caFile,
    async issue(hosts) {
      const made = await generate([{ name: 'commonName', value: hosts[0] ?? 'localhost' }], {
        keyType: 'ec',
        algorithm: 'sha256',
        ca: { key: ca.private, cert: ca.cert },
        extensions: [
          { name: 'basicConstraints', cA: false },
          { name: 'extKeyUsage', serverAuth: true },
          {
            name: 'subjectAltName',
            altNames: hosts.map((host) =>
              ipv4.test(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host },
            ),
          },
        ],
      });
      return { key: made.private, cert: made.cert };
    },
  };
}

/** A certificate that no authority vouches for. */
export async function createUntrustedCertificate(hosts: string[]): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: hosts[0] ?? 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
  });
  return { key: made.private, cert: made.cert };
}

/** A certificate for 127.0.0.1 that no authority vouches for, in files that are gone when disposed. */
export async function certificateFiles(): Promise<
  { certFile: string; keyFile: string } & { [Symbol.asyncDispose](): Promise<void> }
> {
  const folder = mkdtempSync(join(tmpdir(), 'neustream-certificate-'));
  const { cert, key } = await createUntrustedCertificate(['127.0.0.1']);
  const certFile = join(folder, 'cert.pem');
  const keyFile = join(folder, 'key.pem');
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  const remove = async () => rmSync(folder, { recursive: true, force: true });
  return { certFile, keyFile, [Symbol.asyncDispose]: remove };
}
