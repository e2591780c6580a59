import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { certificateFiles, createUntrustedCertificate } from '../../../build/kit/certificates.ts';
import { BrowserEncoder } from '../../../build/kit/encoders/browser.ts';
import { planSession } from '../../testing/plan.ts';
import { TestNode } from '../../testing/test-node.ts';

const SOON = { timeout: 15_000, interval: 50 };
/** The certificate is of no authority that Chromium knows. */
const FLAGS = ['--ignore-certificate-errors'];

type Files = Awaited<ReturnType<typeof certificateFiles>>;

/** The fingerprint of the certificate that is shown at an address. */
async function shownAt(address: string | null): Promise<string> {
  const { hostname, port } = new URL(address ?? '');
  const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

describe('a media node with a certificate', () => {
  let node: TestNode;
  let files: Files;

  beforeAll(async () => {
    files = await certificateFiles();
    node = await TestNode.start({
      INGEST: 'auto',
      TLS_CERT_FILE: files.certFile,
      TLS_KEY_FILE: files.keyFile,
    });
  });
  afterAll(async () => {
    await node?.[Symbol.asyncDispose]();
    await files?.[Symbol.asyncDispose]();
  });

  it('takes a browser over HTTPS, and its media over TCP where UDP is blocked', async () => {
    const { plan, key } = planSession([]);
    await node.put(plan);
    await using browser = await BrowserEncoder.start(FLAGS);
    const url = `${node.node.endpoints.whip}/${plan.publicId}/whip`;
    expect(url).toMatch(/^https:/);
    await using _camera = await browser.publish({ page: node.api.url, url, token: key, udp: false });
    await vi.waitFor(
      () =>
        expect(node.api.session(plan.sessionId)?.ingest).toMatchObject({
          status: 'publishing',
          protocol: 'whip',
        }),
      SOON,
    );
  });

  it('plays and takes browsers over HTTPS only, with a certificate that may be replaced', async () => {
    const { whip, whep, hls } = node.node.endpoints;
    const before = await shownAt(hls);
    expect([await shownAt(whip), await shownAt(whep)]).toEqual([before, before]);
    const { cert, key } = await createUntrustedCertificate(['127.0.0.1']);
    await writeFile(files.keyFile, key);
    await writeFile(files.certFile, cert);
    await vi.waitFor(async () => {
      const after = await shownAt(hls);
      expect(after).not.toBe(before);
      expect(await shownAt(whip)).toBe(after);
    }, SOON);
  });
});
