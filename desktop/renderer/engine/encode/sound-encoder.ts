import type { AudioSampleSource } from 'mediabunny';
import { SoundBatch, type SoundPiece } from './sound-batch.ts';
import { CHANNELS, SAMPLE_RATE, type SoundConsumer } from './sound-intake.ts';

/** A frame of AAC-LC is this long: an encoder cannot begin with less, in samples per channel (ISO 14496-3). */
const FRAME_SAMPLES = 1024;

/** One encoded piece of sound (AAC-LC, raw). */
export interface SoundPacket {
  bytes: Uint8Array;
  /** In µs since the epoch. */
  timestamp: number;
}

export interface SoundEncoderOptions {
  /** Bits per second. */
  bitrate: number;
  /** The AudioSpecificConfig (ISO 14496-3); before the first packet. */
  onConfig(config: Uint8Array): void;
  onPacket(packet: SoundPacket): void;
  onBroken(message: string): void;
}

/** Encodes sound to AAC: by the browser where it can, else by FFmpeg's encoder as WebAssembly, loaded when needed. */
export class SoundEncoder implements SoundConsumer {
  readonly #options: SoundEncoderOptions;
  readonly #batch = new SoundBatch(FRAME_SAMPLES);
  #source: AudioSampleSource | null = null;
  #makeSample:
    | ((samples: Float32Array<ArrayBuffer>, seconds: number) => Parameters<AudioSampleSource['add']>[0])
    | null = null;
  /** Timestamps are counted from the first sound, in µs since the epoch. */
  #base: number | null = null;
  #adding = Promise.resolve();
  #closed = false;
  #finish: () => Promise<void> = async () => undefined;

  constructor(options: SoundEncoderOptions) {
    this.#options = options;
    this.#begin().catch((error: unknown) => options.onBroken(String(error)));
  }

  take(samples: Float32Array<ArrayBuffer>, timestamp: number): void {
    if (this.#source === null || this.#closed) return;
    for (const piece of this.#batch.take({ samples, timestamp })) this.#encode(piece);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    void this.#finish().catch(() => undefined);
  }

  #encode({ samples, timestamp }: SoundPiece): void {
    const [source, makeSample] = [this.#source, this.#makeSample];
    if (source === null || makeSample === null) return;
    this.#base ??= timestamp;
    const seconds = (timestamp - this.#base) / 1_000_000;
    const sample = makeSample(samples, seconds);
    this.#adding = this.#adding
      .then(() => (this.#closed ? undefined : source.add(sample)))
      .catch((error: unknown) => {
        if (!this.#closed) this.#options.onBroken(String(error));
      })
      .finally(() => sample.close());
  }

  async #begin(): Promise<void> {
    const media = await import('mediabunny');
    if (!(await media.canEncodeAudio('aac', { numberOfChannels: CHANNELS, sampleRate: SAMPLE_RATE }))) {
      const { registerAacEncoder } = await import('@mediabunny/aac-encoder');
      registerAacEncoder();
    }
    const output = new media.Output({
      format: new media.Mp4OutputFormat({ fastStart: 'fragmented' }),
      target: new media.NullTarget(),
    });
    const source = new media.AudioSampleSource({
      codec: 'aac',
      bitrate: this.#options.bitrate,
      onEncodedPacket: ({ data, timestamp }, meta) => {
        const description = meta?.decoderConfig?.description;
        if (description !== undefined)
          this.#options.onConfig(new Uint8Array(description as ArrayBuffer).slice());
        this.#options.onPacket({
          bytes: data,
          timestamp: (this.#base ?? 0) + Math.round(timestamp * 1_000_000),
        });
      },
    });
    output.addAudioTrack(source);
    await output.start();
    this.#finish = () => output.cancel();
    this.#makeSample = (data, timestamp) =>
      new media.AudioSample({
        data,
        format: 'f32',
        numberOfChannels: CHANNELS,
        sampleRate: SAMPLE_RATE,
        timestamp,
      });
    if (this.#closed) return this.#finish();
    this.#source = source;
  }
}
