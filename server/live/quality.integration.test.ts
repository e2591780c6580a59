import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FakeNode } from '../testing/fake-node.ts';
import { startLiveSession } from '../testing/live-session.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let test: TestServer;
let node: FakeNode;
let ahead = 0;
const now = () => Date.now() + ahead;
const MINUTE = 60_000;
/** The supervisor checks open sessions every second. */
const SOON = { timeout: 5_000 };

beforeAll(async () => {
  test = await startTestServer({ DEFAULT_PLAN: 'free' }, { clock: now });
  node = await test.startNode(now);
});
afterAll(() => test[Symbol.asyncDispose]());

type Picture = { width: number; height: number; frameRate: number };
const HD: Picture = { width: 1280, height: 720, frameRate: 30 };
const FULL_HD: Picture = { width: 1920, height: 1080, frameRate: 60 };

async function liveSession(picture: Picture) {
  const { user, sessionId, send } = await startLiveSession({ url: test.url, node, now }, picture);
  const view = () => user.call('getSession', { params: { id: sessionId } });
  const warnings = async () => (await view()).events.filter(({ kind }) => kind === 'quality.warning');
  return { send: (sent: Picture) => send(sent), view, warnings };
}

/** The supervisor has since looked at every session. */
async function lookedAfter(): Promise<void> {
  const witness = await liveSession(FULL_HD);
  await expect.poll(async () => (await witness.warnings()).length, SOON).toBe(1);
}

it('an encoder that sends more than the plan allows is warned, and ended after the plan’s grace', async () => {
  const session = await liveSession(FULL_HD);
  await expect.poll(async () => (await session.warnings()).length, SOON).toBe(1);
  const [warning] = await session.warnings();
  expect(warning?.data).toEqual({ best_quality: '720p30', width: 1920, height: 1080, frame_rate: 60 });
  const { quality_ends_at } = await session.view();
  expect(Date.parse(quality_ends_at ?? '') - Date.parse(warning?.at ?? '')).toBe(5 * MINUTE);
  ahead += 4 * MINUTE;
  await node.snapshot();
  await lookedAfter();
  expect((await session.view()).status).toBe('LIVE');
  ahead += 2 * MINUTE;
  await node.snapshot();
  await expect
    .poll(session.view, SOON)
    .toMatchObject({ ordered: 'ended', status: 'ENDING', end_reason: 'QUALITY_OVER_PLAN' });
  expect((await session.warnings()).length).toBe(1);
});

it('an encoder that is set to less in time goes on, and is warned anew when it is set to more again', async () => {
  const session = await liveSession(FULL_HD);
  await expect.poll(async () => (await session.view()).quality_ends_at, SOON).not.toBe(null);
  await session.send(HD);
  await expect.poll(async () => (await session.view()).quality_ends_at, SOON).toBe(null);
  ahead += 6 * MINUTE;
  await session.send(HD);
  await lookedAfter();
  expect((await session.view()).status).toBe('LIVE');
  await session.send({ ...HD, frameRate: 60 });
  await expect.poll(async () => (await session.warnings()).length, SOON).toBe(2);
});

it('an encoder that switches back and forth uses the grace up all the same', async () => {
  const session = await liveSession(FULL_HD);
  await expect.poll(async () => (await session.view()).quality_ends_at, SOON).not.toBe(null);
  ahead += 4 * MINUTE;
  await session.send(HD);
  await expect.poll(async () => (await session.view()).quality_ends_at, SOON).toBe(null);
  await session.send(FULL_HD);
  await expect.poll(async () => (await session.view()).quality_ends_at, SOON).not.toBe(null);
  ahead += 2 * MINUTE;
  await node.snapshot();
  await expect.poll(session.view, SOON).toMatchObject({ end_reason: 'QUALITY_OVER_PLAN' });
});

it('an encoder that sends what the plan allows is never warned', async () => {
  const session = await liveSession(HD);
  await lookedAfter();
  expect(await session.warnings()).toEqual([]);
  expect((await session.view()).quality_ends_at).toBe(null);
});
