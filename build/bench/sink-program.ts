import type { ReceivedStream } from '../kit/platforms/platform.ts';
import { preciseNow } from '../kit/platforms/received.ts';
import { ScriptedPlatform } from '../kit/platforms/scripted.ts';
import { serveCalls } from '../kit/remote.ts';
import type { Message } from '../kit/rtmp/chunks.ts';
import { TYPE } from '../kit/rtmp/chunks.ts';
import type { SinkReport } from './sink.ts';
import { stampOf } from './stamp.ts';

/** Frames per second of the bench's input. */
const INPUT_RATE = 60;

let platforms: ScriptedPlatform[] = [];
let delays: number[] | undefined;

function onMedia(_stream: unknown, message: Message): void {
  if (!delays || message.type !== TYPE.audio) return;
  const sentAt = stampOf(message.head);
  if (sentAt !== undefined) delays.push(preciseNow() - sentAt);
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
      beganWithKeyFrame: streams.every(({ beganWithKeyFrame }) => beganWithKeyFrame !== false),
    };
  });
}

function picturesMissing({ firstPictureTimestamp, lastPictureTimestamp, pictures }: ReceivedStream): number {
  const seconds = (lastPictureTimestamp - firstPictureTimestamp) / 1000;
  return Math.max(0, Math.round(seconds * INPUT_RATE) + 1 - pictures);
}

serveCalls({
  async open(count: number) {
    platforms = await Promise.all(Array.from({ length: count }, () => ScriptedPlatform.start({ onMedia })));
    return platforms.map(({ port }) => port);
  },
  report,
  freeze: (index: number) => {
    platform(index).behaviour = { kind: 'freeze', afterBytes: 0 };
  },
  thaw: (index: number) => platform(index).thaw(),
  disconnect: (index: number) => platform(index).disconnectAll(),
  stopListening: (index: number) => platform(index).stopListening(),
  async listen(index: number) {
    await platform(index).listen();
    return preciseNow();
  },
  beginDelays: () => {
    delays = [];
  },
  endDelays: () => {
    const measured = Float64Array.from(delays ?? []).sort();
    delays = undefined;
    const at = (share: number) => measured[Math.floor((measured.length - 1) * share)] ?? null;
    return { count: measured.length, p50: at(0.5), p99: at(0.99), max: at(1) };
  },
});
