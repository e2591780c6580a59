import { readFileSync } from 'node:fs';
import { isCodecHeader, isKeyFrame, preciseNow } from '../kit/platforms/received.ts';
import { serveCalls } from '../kit/remote.ts';
import { TYPE } from '../kit/rtmp/chunks.ts';
import { type FlvTag, readFlvTags } from '../kit/rtmp/flv.ts';
import { PublishingConnection } from '../kit/rtmp/publishing.ts';
import type { PublisherReport } from './publisher.ts';
import { STAMP_END, stamp } from './stamp.ts';

const TICK_MS = 4;
const FRAME_MS = 1000 / 60;

/** Publishes a file in real time, over and over on one timeline, and reports what it sent. */
class Publisher {
  readonly #headers: FlvTag[] = [];
  readonly #media: FlvTag[] = [];
  readonly #loopMs: number;
  #connection: PublishingConnection | undefined;
  #timer: NodeJS.Timeout | undefined;
  #startedAt = 0;
  #next = 0;
  readonly report: PublisherReport = { bytes: 0, keyFrames: 0, lastKeyFrameAt: 0, connected: false };

  constructor(file: string) {
    for (const tag of readFlvTags(readFileSync(file))) {
      const header = tag.type === TYPE.video ? isCodecHeader(tag.payload) : tag.payload[1] === 0;
      (tag.type === TYPE.data || header ? this.#headers : this.#media).push(tag);
    }
    const pictures = this.#media.filter(({ type }) => type === TYPE.video);
    this.#loopMs = (pictures.at(-1)?.timestamp ?? 0) - (pictures[0]?.timestamp ?? 0) + FRAME_MS;
  }

  /** @returns when the publish was accepted, in milliseconds since the epoch */
  async start(url: string): Promise<number> {
    this.#connection = await PublishingConnection.open(url);
    const acceptedAt = preciseNow();
    this.report.connected = true;
    this.#connection.socket.once('close', () => {
      this.report.connected = false;
      clearInterval(this.#timer);
    });
    for (const { type, payload } of this.#headers) this.#connection.send(type, 0, payload);
    this.#startedAt = performance.now();
    this.#next = 0;
    this.#timer = setInterval(() => this.#sendDue(), TICK_MS);
    this.#sendDue();
    return acceptedAt;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#connection?.close();
    this.#connection = undefined;
  }

  #sendDue(): void {
    const elapsed = performance.now() - this.#startedAt;
    for (;;) {
      const tag = this.#media[this.#next % this.#media.length];
      if (!tag) return;
      const timestamp = tag.timestamp + Math.floor(this.#next / this.#media.length) * this.#loopMs;
      if (timestamp > elapsed) return;
      this.#send(tag, Math.round(timestamp));
      this.#next += 1;
    }
  }

  #send({ type, payload }: FlvTag, timestamp: number): void {
    if (type === TYPE.audio && payload.length >= STAMP_END) stamp(payload, preciseNow());
    this.#connection?.send(type, timestamp, payload);
    this.report.bytes += payload.length;
    if (type === TYPE.video && isKeyFrame(payload)) {
      this.report.keyFrames += 1;
      this.report.lastKeyFrameAt = preciseNow();
    }
  }
}

const publisher = new Publisher(process.argv[2] ?? '');
serveCalls({
  start: (url: string) => publisher.start(url),
  stop: () => publisher.stop(),
  report: () => publisher.report,
});
