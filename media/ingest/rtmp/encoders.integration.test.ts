import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startEncoder } from '../../../build/kit/encoders/encoder.ts';
import { gstreamerMissing, startGstreamer } from '../../../build/kit/encoders/gstreamer.ts';
import { Obs, obsMissing } from '../../../build/kit/encoders/obs.ts';
import { ScriptedPlatform } from '../../../build/kit/platforms/scripted.ts';
import { type PlannedSession, planSession } from '../../testing/plan.ts';
import { TestNode } from '../../testing/test-node.ts';

const SOON = { timeout: 20_000, interval: 20 };

describe('our own ingest', () => {
  let node: TestNode;
  let platform: ScriptedPlatform;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'neustream-encoders-'));
    platform = await ScriptedPlatform.start();
    // Two lanes: whatever an encoder does, it may meet another process each time it connects.
    node = await TestNode.start({ INGEST: 'builtin', LANES: '2' });
  });
  afterAll(async () => {
    await node?.[Symbol.asyncDispose]();
    await platform?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  async function plan(): Promise<PlannedSession> {
    const session = planSession([platform.address]);
    expect(await node.put(session.plan)).toBe(200);
    return session;
  }

  const facts = ({ plan: { sessionId } }: PlannedSession) => node.api.session(sessionId);
  const kinds = (session: PlannedSession) => facts(session)?.events.map(({ kind }) => kind) ?? [];
  const publishesOf = ({ plan: { destinations } }: PlannedSession) =>
    platform.streams.filter(({ key }) => key === destinations[0]?.streamKey);
  const isLive = (session: PlannedSession) =>
    vi.waitFor(() => expect(facts(session)?.relays[0]?.status).toBe('LIVE'), SOON);
  /** Where encoders log in, with these in the address. */
  const loginUrl = ({ plan: { publicId } }: PlannedSession, password: string) =>
    `${node.node.endpoints.rtmpLogin?.replace('rtmp://', `rtmp://${publicId}:${password}@`)}/${publicId}`;

  it.concurrent('takes the key in the path from encoders that cannot carry a query', async () => {
    const session = await plan();
    const { publicId } = session.plan;
    await using _encoder = startEncoder({ url: `${node.node.endpoints.rtmp}/${publicId}/${session.key}` });
    await isLive(session);
    expect(JSON.stringify(facts(session))).not.toContain(session.key);
  });

  it.concurrent('takes user name and password from encoders that have only those', async () => {
    const session = await plan();
    await using _encoder = startEncoder({ url: loginUrl(session, session.key) });
    await isLive(session);
  });

  it.skipIf(gstreamerMissing('rtmp2sink') !== undefined).concurrent(
    'takes user name and password from GStreamer',
    async () => {
      const session = await plan();
      await using _encoder = startGstreamer({
        url: loginUrl(session, session.key),
        sink: 'rtmp2sink',
        copyTo: join(folder, 'sent.flv'),
      });
      await isLive(session);
    },
  );

  it.skipIf(obsMissing() !== undefined).concurrent('takes user name and password from OBS', async () => {
    const session = await plan();
    const { publicId } = session.plan;
    await using obs = await Obs.start(folder);
    const server = node.node.endpoints.rtmpLogin ?? '';
    await obs.startStreaming({ server, key: publicId, username: publicId, password: session.key });
    await isLive(session);
    expect(obs.log()).not.toContain('signature does not match');
  });

  it.concurrent('tells an encoder that its password is wrong, and takes nothing from it', async () => {
    const session = await plan();
    const encoder = startEncoder({ url: loginUrl(session, 'wrong') });
    await encoder.exited;
    expect(encoder.lastOutput).toContain('Incorrect username/password');
    expect(facts(session)?.ingest.status).toBe('waiting');
  });

  it('opens a session for an encoder that logs in, when the API says that it may', async () => {
    const session = planSession([platform.address]);
    node.api.publishAnswer = { allowed: true, plan: session.plan };
    await using _encoder = startEncoder({ url: loginUrl(session, session.key) });
    await isLive(session);
    const { publicId } = session.plan;
    expect(node.api.publishAsks).toMatchObject([{ publicId, keyHash: null, login: { user: publicId } }]);
  });

  it.concurrent('lets nobody publish somebody else’s stream with a login', async () => {
    const [mine, theirs] = [await plan(), await plan()];
    const encoder = startEncoder({
      url: loginUrl(mine, mine.key).replace(/[^/]*$/, theirs.plan.publicId),
    });
    await encoder.exited;
    expect(facts(theirs)?.ingest.status).toBe('waiting');
    expect(encoder.lastOutput).not.toBe('');
  });

  it.concurrent('gives an encoder the place of its own connection that has died without a word', async () => {
    const session = await plan();
    await using line = await CuttableLine.to(node.rtmpUrl(session));
    const first = startEncoder({ url: line.url });
    await isLive(session);
    line.cut();
    await using _second = startEncoder({ url: node.rtmpUrl(session) });
    await vi.waitFor(() => expect(kinds(session)).toContain('encoder.returned'), SOON);
    expect(kinds(session)).toEqual(expect.arrayContaining(['encoder.replaced', 'encoder.gone']));
    expect(kinds(session)).not.toContain('encoder.rejected');
    const [publish] = publishesOf(session);
    const before = publish?.bytes ?? 0;
    await vi.waitFor(() => expect(publishesOf(session)[0]?.bytes).toBeGreaterThan(before + 20_000), SOON);
    expect(publishesOf(session)).toMatchObject([{ endedAt: null, backwards: 0 }]);
    await first[Symbol.asyncDispose]();
  });
});

/** A network line to an address that can be cut without either end noticing. */
class CuttableLine implements AsyncDisposable {
  url = '';
  readonly #sockets: Socket[] = [];
  readonly #server = createServer((near) => {
    const { hostname, port } = new URL(this.#to);
    const far = connect(Number(port), hostname);
    near.pipe(far);
    far.pipe(near);
    this.#sockets.push(near, far);
    for (const socket of [near, far]) socket.on('error', () => undefined);
  });
  #to = '';

  static async to(url: string): Promise<CuttableLine> {
    const line = new CuttableLine();
    line.#to = url;
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    const through = new URL(url);
    through.port = String((line.#server.address() as AddressInfo).port);
    line.url = through.href;
    return line;
  }

  cut(): void {
    for (const socket of this.#sockets) {
      socket.unpipe();
      socket.pause();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }
}
