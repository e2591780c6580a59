import type { FrameConsumer } from '../compose/stage.ts';
import type { VideoSettings } from '../protocol.ts';

/** Frames that may wait in the encoder; with more, it is too slow and frames are left out. */
const MOST_WAITING = 3;
/** Key frames come this often; at first more often, because platforms begin with one. In ms. */
const KEY_EVERY_MS = 2000;
const KEY_EVERY_AT_FIRST_MS = 1000;
const AT_FIRST_MS = 10_000;

/** One encoded picture (H.264, length-prefixed NAL units). */
export interface PicturePacket {
  bytes: Uint8Array;
  /** In µs since the epoch. */
  timestamp: number;
  isKey: boolean;
}

export interface PictureEncoderOptions {
  settings: VideoSettings;
  /** The decoder configuration record (ISO 14496-15, AVCDecoderConfigurationRecord); before the first packet of it. */
  onConfig(record: Uint8Array): void;
  onPacket(packet: PicturePacket): void;
  /** It can encode nothing any more. */
  onBroken(message: string): void;
}

/** Encodes a stage's frames to H.264 at a constant bitrate, which can be changed on the way. */
export class PictureEncoder implements FrameConsumer {
  readonly #options: PictureEncoderOptions;
  readonly #encoder: VideoEncoder;
  #settings: VideoSettings;
  #config: VideoEncoderConfig | null = null;
  #firstAt: number | null = null;
  #keyAt = 0;
  #nextAt = 0;
  #keyWanted = true;
  /** Frames that were due and that the encoder could not take, and those it took, so far. */
  skipped = 0;
  taken = 0;

  constructor(options: PictureEncoderOptions) {
    this.#options = options;
    this.#settings = options.settings;
    this.#encoder = new VideoEncoder({
      output: (chunk, meta) => this.#put(chunk, meta),
      error: ({ message }) => options.onBroken(message),
    });
    this.#begin().catch((error: unknown) => options.onBroken(String(error)));
  }

  wants(): boolean {
    if (this.#encoder.state !== 'configured' || this.#config === null) return false;
    // The stage runs at its own rate; a lower one takes only some of its frames.
    if (performance.now() < this.#nextAt) return false;
    if (this.#encoder.encodeQueueSize < MOST_WAITING) return true;
    this.skipped += 1;
    this.#schedule();
    return false;
  }

  take(frame: VideoFrame): void {
    this.#schedule();
    this.#firstAt ??= frame.timestamp;
    const every = frame.timestamp - this.#firstAt < AT_FIRST_MS * 1000 ? KEY_EVERY_AT_FIRST_MS : KEY_EVERY_MS;
    const keyFrame = this.#keyWanted || frame.timestamp - this.#keyAt >= every * 1000 - 1000;
    if (keyFrame) this.#keyAt = frame.timestamp;
    this.#keyWanted = false;
    this.taken += 1;
    this.#encoder.encode(frame, { keyFrame });
  }

  /** The next frame is a key frame. */
  wantKey(): void {
    this.#keyWanted = true;
  }

  /** Another bitrate or frame rate from the next frame on; viewers see no seam. */
  steer({ bitrate, frameRate }: { bitrate: number; frameRate: number }): void {
    const { bitrate: had, frameRate: rate } = this.#settings;
    if (had === bitrate && rate === frameRate) return;
    // Before it was configured, it begins with these.
    this.#settings = { ...this.#settings, bitrate, frameRate };
    if (this.#config === null || this.#encoder.state !== 'configured') return;
    this.#config = { ...this.#config, bitrate, framerate: frameRate };
    this.#encoder.configure(this.#config);
  }

  close(): void {
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }

  async #begin(): Promise<void> {
    const config = await supportedConfig(this.#settings);
    if (this.#encoder.state === 'closed') return;
    if (config === null) return this.#options.onBroken('This browser encodes no H.264 of that size.');
    this.#config = { ...config, bitrate: this.#settings.bitrate, framerate: this.#settings.frameRate };
    this.#encoder.configure(this.#config);
  }

  #schedule(): void {
    const period = 1000 / this.#settings.frameRate;
    const now = performance.now();
    // Early by half a tick of the stage, so that an equal rate takes every frame.
    this.#nextAt = Math.max(this.#nextAt + period, now + period * 0.5) - 0.01;
    if (this.#nextAt > now + period) this.#nextAt = now + period * 0.6;
  }

  #put(chunk: EncodedVideoChunk, meta: EncodedVideoChunkMetadata | undefined): void {
    const description = meta?.decoderConfig?.description;
    if (description !== undefined) this.#options.onConfig(bytesOf(description));
    const bytes = new Uint8Array(chunk.byteLength);
    chunk.copyTo(bytes);
    this.#options.onPacket({ bytes, timestamp: chunk.timestamp, isKey: chunk.type === 'key' });
  }
}

/** Null where this browser encodes no H.264 of that size. A graphics card's encoder is preferred. */
async function supportedConfig(settings: VideoSettings): Promise<VideoEncoderConfig | null> {
  const { width, height, frameRate, bitrate } = settings;
  const config: VideoEncoderConfig = {
    codec: `avc1.4D00${levelOf(settings)}`,
    width,
    height,
    bitrate,
    // Left out, the bitrate is scaled by what the encoder guesses.
    framerate: frameRate,
    bitrateMode: 'constant',
    latencyMode: 'realtime',
    avc: { format: 'avc' },
  };
  for (const hardwareAcceleration of ['prefer-hardware', 'no-preference'] as const) {
    const wished = { ...config, hardwareAcceleration };
    const answer = await VideoEncoder.isConfigSupported(wished).catch(() => null);
    if (answer?.supported) return wished;
  }
  return null;
}

/** The lowest level of H.264 (ITU-T H.264, table A-1) for this size and rate, as two hexadecimal digits. */
function levelOf({ width, height, frameRate }: VideoSettings): string {
  const blocks = Math.ceil(width / 16) * Math.ceil(height / 16);
  const perSecond = blocks * frameRate;
  if (blocks <= 3600 && perSecond <= 108_000) return '1F';
  if (blocks <= 5120 && perSecond <= 216_000) return '20';
  if (blocks <= 8192 && perSecond <= 245_760) return '28';
  return blocks <= 8704 && perSecond <= 522_240 ? '2A' : '33';
}

function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  return source instanceof ArrayBuffer || source instanceof SharedArrayBuffer
    ? new Uint8Array(source).slice()
    : new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice();
}
