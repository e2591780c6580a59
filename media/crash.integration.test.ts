import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startEncoder } from '../build/kit/encoders/encoder.ts';
import { ScriptedPlatform } from '../build/kit/platforms/scripted.ts';
import { FakeApi } from './testing/fake-api.ts';
import { NodeProcess } from './testing/node-process.ts';
import { type PlannedSession, planSession } from './testing/plan.ts';

const SOON = { timeout: 15_000, interval: 10 };

describe('a media node that is killed while live', () => {
  let api: FakeApi;
  let platforms: ScriptedPlatform[];
  let node: NodeProcess;
  let session: PlannedSession;

  beforeEach(async () => {
    api = await FakeApi.start();
    platforms = [
      await ScriptedPlatform.start(),
      await ScriptedPlatform.start(),
      await ScriptedPlatform.start(),
    ];
    node = await NodeProcess.start(api.url, { INGEST: 'mediamtx', LANES: '2' });
    session = planSession(platforms.map((platform) => platform.address));
    await node.put(session.plan);
  });

  afterEach(async () => {
    await node[Symbol.asyncDispose]();
    for (const platform of platforms) await platform[Symbol.asyncDispose]();
    await api[Symbol.asyncDispose]();
  });

  const url = () => `${node.endpoints?.rtmp}/${session.plan.publicId}?key=${session.key}`;
  const facts = () => api.session(session.plan.sessionId);
  const mediamtxPid = () =>
    Number(
      JSON.parse(readFileSync(join(node.settings.DATA_DIR ?? '', 'media', 'mediamtx.json'), 'utf8')).pid,
    );
  const live = () =>
    vi.waitFor(() => {
      expect(facts()?.relays.map((relay) => relay.status)).toEqual(['LIVE', 'LIVE', 'LIVE']);
    }, SOON);
  const lanePids = () => (api.latest?.lanes ?? []).map((lane) => lane.pid).sort();
  const received = () => platforms.map((one) => one.streams.reduce((sum, { bytes }) => sum + bytes, 0));
  /** When every platform has received media of a publish that was opened after `since`. */
  const backAfter = async (since: number) => {
    await vi.waitFor(() => {
      for (const platform of platforms) {
        expect(platform.current.some((one) => one.acceptedAt > since && one.lastMediaAt !== null)).toBe(true);
      }
    }, SOON);
    return Date.now() - since;
  };

  it('goes on sending without its control process, which takes everything over when it is back', async () => {
    await using encoder = startEncoder({ url: url() });
    await live();
    const before = {
      lanes: lanePids(),
      mediamtx: mediamtxPid(),
      streams: platforms.map((one) => one.current),
    };
    await node.end('SIGKILL');
    const bytes = received();
    await vi.waitFor(() => {
      for (const [index, now] of received().entries())
        expect(now).toBeGreaterThan((bytes[index] ?? 0) + 50_000);
    }, SOON);
    await node.start();
    const seq = api.snapshots.length;
    await vi.waitFor(() => expect(api.snapshots.length).toBeGreaterThan(seq), SOON);
    await live();
    expect(lanePids()).toEqual(before.lanes);
    expect(mediamtxPid()).toBe(before.mediamtx);
    expect(platforms.map((one) => one.current)).toEqual(before.streams);
    expect(platforms.map((one) => one.streams.length)).toEqual([1, 1, 1]);
    expect(encoder.lastOutput).toBe('');
    expect(facts()?.events.map((event) => event.kind)).not.toContain('node.restarted');
  });

  it('is back on every platform within 3 s when the lane of a session is killed', async () => {
    await using encoder = startEncoder({ url: url() });
    await live();
    const pid = mediamtxPid();
    const lane = api.latest?.lanes.find(({ sessions }) => sessions > 0);
    process.kill(lane?.pid ?? 0, 'SIGKILL');
    const killedAt = Date.now();
    const backMs = await backAfter(killedAt);
    console.log(`relays back ${backMs} ms after kill -9 of a lane`);
    expect(backMs).toBeLessThan(3000);
    expect(mediamtxPid()).toBe(pid);
    expect(encoder.lastOutput).toBe('');
    await live();
    expect(facts()?.runId).not.toBe(lane?.id);
    expect(facts()?.events.map((event) => event.kind)).toEqual(
      expect.arrayContaining(['node.restarted', 'encoder.returned']),
    );
    expect(platforms.map((platform) => platform.current.length)).toEqual([1, 1, 1]);
    await vi.waitFor(() => expect(lanePids()).toHaveLength(2), SOON);
  });

  it('starts MediaMTX again when that is killed, and the session goes on', async () => {
    const encoder = startEncoder({ url: url() });
    await live();
    const pid = mediamtxPid();
    process.kill(pid, 'SIGKILL');
    await encoder.exited;
    await vi.waitFor(() => expect(facts()?.events.map((e) => e.kind)).toContain('ingest.restarted'), SOON);
    expect(mediamtxPid()).not.toBe(pid);
    await using _again = startEncoder({ url: url() });
    await vi.waitFor(() => expect(facts()?.ingest.status).toBe('publishing'), SOON);
    await live();
    expect(platforms.map((platform) => platform.streams.length)).toEqual([1, 1, 1]);
  });

  it('starts MediaMTX again when that is there and does not answer', async () => {
    await vi.waitFor(() => expect(facts()?.ingest.status).toBe('waiting'), SOON);
    const pid = mediamtxPid();
    process.kill(pid, 'SIGSTOP');
    await vi.waitFor(() => expect(mediamtxPid()).not.toBe(pid), SOON);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
    await vi.waitFor(() => expect(facts()?.events.map((e) => e.kind)).toContain('ingest.restarted'), SOON);
    await using _encoder = startEncoder({ url: url() });
    await live();
  });

  it('leaves no process and no secret behind when it is stopped', async () => {
    await using _encoder = startEncoder({ url: url() });
    await live();
    const pid = mediamtxPid();
    const seen = [pid, node.pid, ...lanePids()]
      .map((each) => readFileSync(`/proc/${each}/cmdline`, 'utf8'))
      .join();
    const lanes = lanePids();
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    const began = Date.now();
    await node.end('SIGTERM');
    expect(Date.now() - began).toBeLessThan(5000);
    for (const each of [pid, ...lanes])
      await vi.waitFor(() => expect(existsSync(`/proc/${each}`)).toBe(false), SOON);
    expect(platforms.flatMap((platform) => platform.current)).toEqual([]);
    const secrets = [session.key, ...session.plan.destinations.map(({ streamKey }) => streamKey)];
    const everything = [seen, environment, node.output.join(), JSON.stringify(api.snapshots)].join();
    for (const secret of secrets) expect(everything).not.toContain(secret);
    expect(everything).not.toContain(node.settings.MEDIA_NODE_TOKEN);
  });

  it('goes on from memory when its folder cannot be written', async () => {
    const sessions = join(node.settings.DATA_DIR ?? '', 'media', 'sessions');
    await vi.waitFor(() => expect(existsSync(sessions)).toBe(true), SOON);
    await rm(sessions, { recursive: true });
    await writeFile(sessions, 'a file where the folder should be');
    await using _encoder = startEncoder({ url: url() });
    await live();
    expect(node.output.join()).toContain('make DATA_DIR writable');
  });
});

describe('a media node that cannot start', () => {
  it('says which setting to change when a port is taken', async () => {
    await using api = await FakeApi.start();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const start = NodeProcess.start(api.url, { RTMP_PORT: String(port), SRT_PORT: '0' });
    await expect(start).rejects.toThrow(`in use by another program: set RTMP_PORT to a free port`);
    taken.close();
  });

  it('says that the data folder cannot be written', async () => {
    await using api = await FakeApi.start();
    const start = NodeProcess.start(api.url, { DATA_DIR: '/dev/null/data' });
    await expect(start).rejects.toThrow('The data folder /dev/null/data cannot be written.');
  });
});
