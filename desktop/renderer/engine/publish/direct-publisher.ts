import type { DirectAnswer } from '@neustream/shared/live/direct-publish.ts';
import type { PicturePacket } from '../encode/picture-encoder.ts';
import type { SoundPacket } from '../encode/sound-encoder.ts';
import type { DirectTarget, PublishState, PublishStats, VideoSettings } from '../protocol.ts';
import { DirectConnection } from './connection.ts';
import { fileHeader, metadataTag, pictureConfigTag, pictureTag, soundConfigTag, soundTag } from './flv.ts';
import { Interleave } from './interleave.ts';
import { type Orders, Steering } from './steering.ts';
import { Transit } from './transit.ts';

/** So much may wait in the socket, in ms of the wished bitrate; the rest waits here, where it can be left out. */
const SOCKET_MS = 1000;
/** Media older than this is left out up to the next key frame, in ms. */
const MOST_WAITING_MS = 4000;
const LOOK_EVERY_MS = 500;
/** A line on which nothing is answered for so long is dead, whatever the system thinks of it, in ms. */
const DEAD_MS = 10_000;
/** Pauses between tries. */
const RETRY_MS = [500, 1000, 2000, 4000, 8000] as const;
/** A publish that was taken for this long was all right, in ms. */
const STEADY_MS = 10_000;
/** Reasons for which another try would end the same. */
const FINAL = ['REPLACED', 'SESSION_OVER', 'BROKEN'];
/** So often in a row a new key may be unknown: it takes a moment to reach every process of a node. */
const MOST_REFUSALS = 2;
/** For how long a server may say that somebody else still publishes, from the beginning and after a line that broke, in ms. */
const STILL_HELD_MS = 20_000;

interface Waiting {
  bytes: Uint8Array<ArrayBuffer>;
  /** Sound is always sent. */
  kind: 'sound' | 'key' | 'picture';
  at: number;
}

export interface DirectPublisherOptions {
  target: DirectTarget;
  video: VideoSettings;
  audioBitrate: number;
  encoderName: string;
  onState(state: PublishState): void;
  onStats(stats: PublishStats): void;
  /** What the picture's encoder should do from now on. */
  onOrders(orders: Orders): void;
  /** The next picture has to be a key frame. */
  onWantKey(): void;
  /** Frames that the encoder took and could not take, so far. */
  counts(): { taken: number; skipped: number };
}

/**
 * Publishes to the ingest's door for pages, for as long as it is wanted: connects again when the line breaks, leaves
 * pictures out when it is too slow, and steers the encoder so that this is not needed.
 */
export class DirectPublisher {
  readonly #options: DirectPublisherOptions;
  readonly #steering: Steering;
  #connection: DirectConnection | null = null;
  #transit = new Transit();
  #interleave = this.#newInterleave();
  #queue: Waiting[] = [];
  #admittedAt: number | null = null;
  #failures = 0;
  #refusals = 0;
  #brokeAt = performance.now();
  #over = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #looking = setInterval(() => this.#look(), LOOK_EVERY_MS);
  #pictureConfig: Uint8Array | null = null;
  #soundConfig: Uint8Array | null = null;
  /** Where the stream's time begins, in µs; null until its first key frame. */
  #base: number | null = null;
  #skipping = false;
  #seen = { taken: 0, skipped: 0, at: performance.now() };

  constructor(options: DirectPublisherOptions) {
    this.#options = options;
    this.#steering = new Steering(options.video);
    this.#connect();
  }

  pictureConfig(record: Uint8Array): void {
    this.#pictureConfig = record;
  }

  soundConfig(config: Uint8Array): void {
    this.#soundConfig = config;
  }

  picture(packet: PicturePacket): void {
    if (this.#admittedAt === null) return;
    if (this.#base === null && (!packet.isKey || this.#pictureConfig === null)) return;
    if (this.#base === null) this.#begin(packet.timestamp);
    this.#interleave.picture(packet);
  }

  sound(packet: SoundPacket): void {
    // What was heard before the first picture is before the stream's time.
    if (this.#base === null || packet.timestamp < this.#base) return;
    this.#interleave.sound(packet);
  }

  /** Ends it; what waits in the socket still goes. */
  close(): void {
    this.#end(null);
  }

  #connect(): void {
    if (this.#over) return;
    const { url, path, key } = this.#options.target;
    if (this.#failures === 0) this.#options.onState({ state: 'connecting' });
    this.#connection = new DirectConnection({
      url,
      hello: { type: 'publish', path, key, encoder: this.#options.encoderName },
      onAnswer: (answer) => this.#hear(answer),
      onClose: () => this.#broke(),
    });
  }

  #hear(answer: DirectAnswer): void {
    const now = performance.now();
    if (answer.type === 'admitted') {
      this.#admittedAt = now;
      this.#refusals = 0;
      this.#options.onState({ state: 'live' });
      this.#options.onWantKey();
    } else if (answer.type === 'received') {
      this.#transit.arrived(answer.bytes, now);
      this.#pump();
    } else if (!this.#mayPass(answer.code, now)) {
      this.#end(answer.code);
    }
  }

  /** Whether the same may be taken in a moment. */
  #mayPass(code: string, now: number): boolean {
    if (code === 'ALREADY_PUBLISHING') return now - this.#brokeAt < STILL_HELD_MS;
    if (code === 'REFUSED') {
      this.#refusals += 1;
      return this.#refusals < MOST_REFUSALS;
    }
    return !FINAL.includes(code);
  }

  #broke(): void {
    if (this.#over) return;
    const now = performance.now();
    if (this.#admittedAt !== null) {
      this.#brokeAt = now;
      if (now - this.#admittedAt > STEADY_MS) this.#failures = 0;
    }
    this.#reset();
    const inMs = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? 0;
    this.#failures += 1;
    this.#options.onState({ state: 'reconnecting', inMs });
    this.#retry = setTimeout(() => this.#connect(), inMs);
  }

  #end(code: string | null): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#retry);
    clearInterval(this.#looking);
    this.#connection?.close();
    if (code !== null) this.#options.onState({ state: 'ended', code });
  }

  #reset(): void {
    this.#connection = null;
    this.#admittedAt = null;
    this.#base = null;
    this.#queue = [];
    this.#skipping = false;
    this.#transit = new Transit();
    this.#interleave = this.#newInterleave();
  }

  #begin(base: number): void {
    this.#base = base;
    const { width, height, frameRate, bitrate } = this.#options.video;
    this.#put('sound', fileHeader());
    this.#put(
      'sound',
      metadataTag({
        width,
        height,
        framerate: frameRate,
        videocodecid: 7,
        videodatarate: bitrate / 1000,
        audiocodecid: 10,
        audiodatarate: this.#options.audioBitrate / 1000,
        audiosamplerate: 48_000,
        audiochannels: 2,
        encoder: this.#options.encoderName,
      }),
    );
    if (this.#pictureConfig !== null) this.#put('sound', pictureConfigTag(this.#pictureConfig, 0));
    if (this.#soundConfig !== null) this.#put('sound', soundConfigTag(this.#soundConfig, 0));
    this.#soundConfigSent = this.#soundConfig;
  }

  #soundConfigSent: Uint8Array | null = null;

  #newInterleave(): Interleave<PicturePacket, SoundPacket> {
    return new Interleave((packet, timestamp) => {
      const time = Math.max(0, timestamp - (this.#base ?? timestamp)) / 1000;
      if (packet.kind === 'picture') {
        this.#put(
          packet.item.isKey ? 'key' : 'picture',
          pictureTag(packet.item.bytes, time, packet.item.isKey),
        );
        return;
      }
      if (this.#soundConfigSent !== this.#soundConfig && this.#soundConfig !== null) {
        this.#soundConfigSent = this.#soundConfig;
        this.#put('sound', soundConfigTag(this.#soundConfig, time));
      }
      this.#put('sound', soundTag(packet.item.bytes, time));
    });
  }

  #put(kind: Waiting['kind'], bytes: Uint8Array<ArrayBuffer>): void {
    if (kind === 'key') this.#skipping = false;
    if (this.#skipping && kind === 'picture') return;
    const now = performance.now();
    this.#queue.push({ bytes, kind, at: now });
    this.#leaveOut(now);
    this.#pump();
  }

  /** Too much waits: pictures go without replacement up to a key frame, sound never. */
  #leaveOut(now: number): void {
    const [oldest] = this.#queue;
    if (oldest === undefined || now - oldest.at < MOST_WAITING_MS) return;
    const key = this.#queue.findLastIndex(({ kind }) => kind === 'key');
    this.#queue = this.#queue.filter(({ kind }, index) => kind === 'sound' || (key > 0 && index >= key));
    if (key <= 0) {
      this.#skipping = true;
      this.#options.onWantKey();
    }
  }

  #pump(): void {
    const connection = this.#connection;
    if (connection === null) return;
    const most = (this.#options.video.bitrate / 8000) * SOCKET_MS;
    while (this.#queue.length > 0 && connection.waiting < most) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      connection.send(next.bytes);
      this.#transit.send(next.bytes.length, next.at);
    }
  }

  #look(): void {
    if (this.#admittedAt === null) return;
    const now = performance.now();
    this.#pump();
    if (this.#transit.silentMs(now) > DEAD_MS) {
      this.#connection?.close();
      return;
    }
    const waiting = this.#queue[0];
    const delayMs = Math.max(this.#transit.delayMs(now), waiting === undefined ? 0 : now - waiting.at);
    const throughput = this.#transit.throughput(now);
    const { taken, skipped } = this.#options.counts();
    const due = taken - this.#seen.taken + (skipped - this.#seen.skipped);
    const share = due === 0 ? 0 : (skipped - this.#seen.skipped) / due;
    const frameRate = ((taken - this.#seen.taken) * 1000) / Math.max(1, now - this.#seen.at);
    this.#seen = { taken, skipped, at: now };
    const before = this.#steering.orders;
    const orders = this.#steering.observe({ now, throughput, delayMs, skipped: share });
    if (orders !== before) this.#options.onOrders(orders);
    this.#options.onStats({
      targetBitrate: orders.bitrate,
      targetFrameRate: orders.frameRate,
      bitrate: throughput,
      frameRate,
      delayMs,
      limit: orders.limit,
    });
  }
}
