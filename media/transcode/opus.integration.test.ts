import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import { type Message, TYPE } from '../../build/kit/rtmp/chunks.ts';
import { PublishingConnection } from '../../build/kit/rtmp/publishing.ts';
import { planSession } from '../testing/plan.ts';
import { TestNode } from '../testing/test-node.ts';

const SOON = { timeout: 20_000, interval: 20 };
const FRAME_MS = 20;
/** Offset of the first frame: encoders count from anywhere. */
const FIRST_AT = 5000;
const AVC_HEADER = Buffer.from(
  '17000000000164000affe100186764000aacd94426c044000003000400000300f03c48965801000668ebe3cb22c0fdf8f800',
  'hex',
);
const KEY_FRAME = Buffer.concat([Buffer.from('1701000000', 'hex'), Buffer.from('000000026588', 'hex')]);
const INTER_FRAME = Buffer.concat([Buffer.from('2701000000', 'hex'), Buffer.from('000000024188', 'hex')]);
/** Opus in an enhanced audio message: one frame of 20 ms of silence in two channels. */
const OPUS_FRAME = Buffer.concat([Buffer.from([0x91]), Buffer.from('Opus'), Buffer.from([0xfc, 0xff, 0xfe])]);

let node: TestNode;
let platform: ScriptedPlatform;
const received: Message[] = [];

beforeAll(async () => {
  platform = await ScriptedPlatform.start({
    onMedia: (_stream, message) => received.push({ ...message, head: Buffer.from(message.head) }),
  });
  node = await TestNode.start({ INGEST: 'builtin' });
});
afterAll(async () => {
  await node?.[Symbol.asyncDispose]();
  await platform?.[Symbol.asyncDispose]();
});

it('sends AAC to the platforms of an encoder that sends Opus over RTMP, in time with its picture', async () => {
  const session = planSession([platform.address]);
  await node.put(session.plan);
  const encoder = await PublishingConnection.open(node.rtmpUrl(session));
  encoder.send(TYPE.video, FIRST_AT, AVC_HEADER);
  let frame = 0;
  const timer = setInterval(() => {
    const at = FIRST_AT + frame * FRAME_MS;
    encoder.send(TYPE.video, at, frame % 50 === 0 ? KEY_FRAME : INTER_FRAME);
    encoder.send(TYPE.audio, at, OPUS_FRAME);
    frame += 1;
  }, FRAME_MS);
  const facts = () => node.api.session(session.plan.sessionId);
  const sound = () => received.filter(({ type, head }) => type === TYPE.audio && head[1] === 1);
  await vi.waitFor(() => expect(sound().length).toBeGreaterThan(100), SOON);
  clearInterval(timer);
  expect(facts()?.ingest).toMatchObject({ status: 'publishing', videoCodec: 'avc1', audioCodec: 'Opus' });
  expect(facts()?.events.map(({ kind }) => kind)).not.toContain('encoder.changed');
  expect(received.filter(({ type }) => type === TYPE.audio).every(({ head }) => head[0] === 0xaf)).toBe(true);
  const first = (kind: number) =>
    received.find(({ type, head }) => type === kind && head[1] === 1)?.timestamp;
  expect(Math.abs((first(TYPE.audio) ?? 0) - (first(TYPE.video) ?? 0))).toBeLessThan(40);
  encoder.close();
});
