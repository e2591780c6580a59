import type { Certificate } from '../kit/certificates.ts';
import type { ReceivedStream } from '../kit/platforms/platform.ts';
import { preciseNow } from '../kit/platforms/received.ts';
import { ScriptedPlatform } from '../kit/platforms/scripted.ts';
import { serveCalls } from '../kit/remote.ts';
import type { Message } from '../kit/rtmp/chunks.ts';
import { TYPE } from '../kit/rtmp/chunks.ts';
import { DelayCounts } from './delays.ts';
import type { SinkReport } from './sink.ts';
import { stampOf } from './stamp.ts';

/** Frames per second of the bench's input. */
const INPUT_RATE = 60;
/** Sound further apart than this on the timeline, in ms, has a hole in between. */
const SOUND_HOLE_MS = 100;

let platforms: ScriptedPlatform[] = [];
let delays: DelayCounts | undefined;
/** Of each publish: where its sound is on the timeline, and how much of it is missing, in ms. */
const sound = new WeakMap<ReceivedStream, { last: number; missingMs: number }>();

function onMedia(stream: ReceivedStream, message: Message): void {
  if (message.type !== TYPE.audio) return;
  countSound(stream, message.timestamp);
  const sentAt = delays === undefined ? undefined : stampOf(message.head);
  if (sentAt !== undefined) delays?.add(preciseNow() - sentAt);
}

function countSound(stream: ReceivedStream, timestamp: number): void {
  const known = sound.get(stream);
  if (known === undefined) {
    sound.set(stream, { last: timestamp, missingMs: 0 });
    return;
  }
  // The codec header, at 0, is no sound.
  if (known.last > 0 && timestamp - known.last > SOUND_HOLE_MS) known.missingMs += timestamp - known.last;
  known.last = timestamp;
}

function platform(index: number): ScriptedPlatform {
  const found = platforms[index];
  if (!found) throw new Error(`There is no output ${index}.`);
  return found;
}

function report(): SinkReport[] {
  return platforms.map(({ streams, current, connections }) => {
    const latest = streams.at(-1);
    return {
      bytes: streams.reduce((sum, { bytes }) => sum + bytes, 0),
      latestFirstVideoAt: latest?.firstVideoAt ?? null,
      latestAcceptedAt: latest?.acceptedAt ?? null,
      latestMediaAt: latest?.lastMediaAt ?? null,
      publishing: current.length,
      publishes: streams.length,
      connections,
      backwards: streams.reduce((sum, { backwards }) => sum + backwards, 0),
      picturesMissing: latest ? picturesMissing(latest) : 0,
      soundMissingMs: streams.reduce((sum, stream) => sum + (sound.get(stream)?.missingMs ?? 0), 0),
      beganWithKeyFrame: streams.every(({ beganWithKeyFrame }) => beganWithKeyFrame !== false),
    };
  });
}

function picturesMissing({ firstPictureTimestamp, lastPictureTimestamp, pictures }: ReceivedStream): number {
  const seconds = (lastPictureTimestamp - firstPictureTimestamp) / 1000;
  return Math.max(0, Math.round(seconds * INPUT_RATE) + 1 - pictures);
}

serveCalls({
  async open({ count, certificate }: { count: number; certificate: Certificate | null }) {
    const options = { onMedia, ...(certificate === null ? {} : { certificate }) };
    platforms = await Promise.all(Array.from({ length: count }, () => ScriptedPlatform.start(options)));
    return platforms.map(({ address }) => address);
  },
  report,
  freeze: (index: number) => {
    platform(index).behaviour = { kind: 'freeze', afterBytes: 0 };
  },
  slow: ({ index, bytesPerSecond }: { index: number; bytesPerSecond: number }) => {
    platform(index).behaviour = { kind: 'slow', bytesPerSecond };
  },
  disconnect: (index: number) => platform(index).disconnectAll(),
  stopListening: (index: number) => platform(index).stopListening(),
  async listen(index: number) {
    await platform(index).listen();
    return preciseNow();
  },
  beginDelays: () => {
    delays = new DelayCounts();
  },
  endDelays: () => {
    const { counts } = delays ?? new DelayCounts();
    delays = undefined;
    return counts;
  },
});
