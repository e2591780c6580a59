import { preciseNow } from '../kit/platforms/received.ts';
import { serveCalls } from '../kit/remote.ts';
import { PublishingConnection } from '../kit/rtmp/publishing.ts';
import type { PublisherReport } from './publisher.ts';
import { type ReadyMedia, type ReadyMessage, readReadyMedia, writeReady } from './ready-media.ts';

const TICK_MS = 4;

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
    this.#connection.socket.once('close', () => {
      this.#report.connected = false;
    });
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
let publishers: Publisher[] = [];
let lateness: number[] | undefined;
let timer: NodeJS.Timeout | undefined;

function tick(): void {
  for (const publisher of publishers) {
    const late = publisher.sendDue();
    if (late !== null) lateness?.push(late);
  }
}

serveCalls({
  /** Returns when the last publish was accepted, in milliseconds since the epoch. */
  async start(streams: { url: string; afterMs: number }[]) {
    const connections = await Promise.all(streams.map(({ url }) => PublishingConnection.open(url)));
    const acceptedAt = preciseNow();
    const now = performance.now();
    report.connected = true;
    publishers = connections.map(
      (connection, i) =>
        new Publisher(media, { connection, startsAt: now + (streams[i]?.afterMs ?? 0), report }),
    );
    timer = setInterval(tick, TICK_MS);
    tick();
    return acceptedAt;
  },
  stop: () => {
    clearInterval(timer);
    for (const publisher of publishers.splice(0)) publisher.close();
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
