import { setTimeout as delay } from 'node:timers/promises';
import { preciseNow } from '../kit/platforms/received.ts';
import { serveCalls } from '../kit/remote.ts';
import { PublishingConnection } from '../kit/rtmp/publishing.ts';
import type { PublisherReport } from './publisher.ts';
import { type ReadyMedia, type ReadyMessage, readReadyMedia, writeReady } from './ready-media.ts';

const TICK_MS = 4;
/** An encoder that was dropped tries again this often, in ms. */
const AGAIN_MS = 250;

/** One encoder: publishes the media in real time, over and over on one timeline. */
class Publisher {
  readonly #media: ReadyMedia;
  readonly #report: PublisherReport;
  readonly #connection: PublishingConnection;
  /** On the clock of `performance.now`. */
  readonly #startsAt: number;
  #next = 0;

  constructor(
    media: ReadyMedia,
    parts: { connection: PublishingConnection; startsAt: number; report: PublisherReport },
  ) {
    this.#media = media;
    this.#connection = parts.connection;
    this.#startsAt = parts.startsAt;
    this.#report = parts.report;
    for (const { type, payload } of media.headers) this.#connection.send(type, 0, payload);
  }

  /** Settles when its connection has ended, by whomever. */
  gone(): Promise<void> {
    const { socket } = this.#connection;
    return new Promise((resolve) => (socket.closed ? resolve() : socket.once('close', () => resolve())));
  }

  close(): void {
    this.#connection.close();
  }

  /** Sends everything that is due, in one write. Returns how late the oldest of it is, in ms; null for nothing. */
  sendDue(): number | null {
    const elapsed = performance.now() - this.#startsAt;
    const due = this.#takeDue(elapsed);
    const [first] = due;
    if (first === undefined) return null;
    const now = preciseNow();
    const bytes = Buffer.allocUnsafe(due.reduce((sum, { message }) => sum + message.bytes.length, 0));
    let at = 0;
    for (const { message, timestamp } of due) {
      at = writeReady(bytes, at, { message, timestamp: Math.round(timestamp), now });
      this.#count(message, now);
    }
    this.#connection.socket.write(bytes);
    return elapsed - first.timestamp;
  }

  #takeDue(elapsed: number): { message: ReadyMessage; timestamp: number }[] {
    const { messages, roundMs } = this.#media;
    const due: { message: ReadyMessage; timestamp: number }[] = [];
    for (;;) {
      const message = messages[this.#next % messages.length];
      if (!message) return due;
      const timestamp = message.timestamp + Math.floor(this.#next / messages.length) * roundMs;
      if (timestamp > elapsed) return due;
      due.push({ message, timestamp });
      this.#next += 1;
    }
  }

  #count({ payloadBytes, isKeyFrame }: ReadyMessage, now: number): void {
    this.#report.bytes += payloadBytes;
    if (!isKeyFrame) return;
    this.#report.keyFrames += 1;
    this.#report.lastKeyFrameAt = now;
  }
}

const media = readReadyMedia(process.argv[2] ?? '');
const report: PublisherReport = { bytes: 0, keyFrames: 0, lastKeyFrameAt: 0, connected: false };
const publishers = new Set<Publisher>();
let stopped = false;
let lateness: number[] | undefined;
let timer: NodeJS.Timeout | undefined;

/** Publishes until told to stop, again whenever it was dropped. Returns once the first publish was accepted. */
async function encode(url: string, afterMs: number): Promise<void> {
  const publish = async (startsIn: number) => {
    const connection = await PublishingConnection.open(url);
    const publisher = new Publisher(media, { connection, startsAt: performance.now() + startsIn, report });
    publishers.add(publisher);
    return publisher;
  };
  const follow = async (first: Publisher) => {
    for (let current: Publisher | null = first; !stopped; ) {
      await current?.gone();
      if (current !== null && !stopped) report.connected = false;
      if (current !== null) publishers.delete(current);
      await delay(AGAIN_MS);
      current = stopped ? null : await publish(0).catch(() => null);
    }
  };
  void follow(await publish(afterMs));
}

function tick(): void {
  for (const publisher of publishers) {
    const late = publisher.sendDue();
    if (late !== null) lateness?.push(late);
  }
}

serveCalls({
  /** Returns when the last publish was accepted, in milliseconds since the epoch. */
  async start(streams: { url: string; afterMs: number }[]) {
    await Promise.all(streams.map(({ url, afterMs }) => encode(url, afterMs)));
    const acceptedAt = preciseNow();
    report.connected = true;
    timer = setInterval(tick, TICK_MS);
    tick();
    return acceptedAt;
  },
  stop: () => {
    stopped = true;
    clearInterval(timer);
    for (const publisher of publishers) publisher.close();
  },
  report: () => report,
  beginLateness: () => {
    lateness = [];
  },
  /** In ms, of the worst hundredth of what was sent; the pause between two ticks belongs to it. */
  endLateness: () => {
    const measured = Float64Array.from(lateness ?? []).sort();
    lateness = undefined;
    return measured[Math.floor((measured.length - 1) * 0.99)] ?? 0;
  },
});
