import { type PipedChild, startPipedChild } from '@neustream/shared/node/piped-child.ts';
import type { Logger } from 'pino';
import { FlvDemuxer, type MediaMessage } from '../relay/public.ts';
import { opusToAacArgs } from './args.ts';
import { MAX_OPUS_PACKET, OggOpusWriter } from './ogg-opus.ts';

/** Sound that FFmpeg has not taken yet is left out beyond this, in bytes: some ten seconds. */
const MAX_WAITING_BYTES = 256 * 1024;

/** Where converted sound goes. */
export interface OpusSink {
  /** Called with AAC on the timeline of the Opus packets; the payload is valid only during the call. */
  onSound(message: MediaMessage): void;
  /** FFmpeg ended, or writes something that cannot be read. */
  onBroken(): void;
}

interface OpusConverterOptions extends OpusSink {
  ffmpeg: string;
  log: Logger;
}

/** Converts an encoder's Opus packets to AAC, by one FFmpeg. */
export class OpusConverter {
  readonly #options: OpusConverterOptions;
  readonly #ogg = new OggOpusWriter();
  readonly #child: PipedChild;
  #firstAt: number | null = null;
  #header: Buffer | null = null;
  #closed = false;

  constructor(options: OpusConverterOptions) {
    this.#options = options;
    const { ffmpeg, onSound, log } = options;
    this.#child = startPipedChild({
      file: ffmpeg,
      args: opusToAacArgs(),
      input: true,
      onLine: (line) => log.debug({ ffmpeg: line }),
    });
    const reader = new FlvDemuxer((message) => {
      if (message.kind === 'audio' && this.#firstAt !== null)
        onSound({ ...message, timestamp: message.timestamp + this.#firstAt });
    });
    this.#child.stdout.on('data', (bytes: Buffer) => this.#read(reader, bytes));
    void this.#child.exited.then(() => this.#break());
  }

  /** The encoder's identification header, if it sends one. */
  header(header: Buffer): void {
    if (this.#firstAt === null) this.#header = Buffer.from(header);
  }

  /** @param timestamp in ms, as the encoder counts them */
  packet(timestamp: number, packet: Buffer): void {
    const { stdin } = this.#child;
    const unfit = packet.length === 0 || packet.length > MAX_OPUS_PACKET;
    if (this.#closed || unfit || stdin === null || stdin.writableLength > MAX_WAITING_BYTES) return;
    if (this.#firstAt === null) stdin.write(this.#ogg.begin(this.#header));
    this.#firstAt ??= timestamp;
    stdin.write(this.#ogg.packet(timestamp, packet));
  }

  close(): void {
    this.#closed = true;
    void this.#child.stop();
  }

  #read(reader: FlvDemuxer, bytes: Buffer): void {
    if (this.#closed) return;
    try {
      reader.receive(bytes);
    } catch {
      this.#break();
    }
  }

  #break(): void {
    if (this.#closed) return;
    this.close();
    this.#options.log.warn('FFmpeg ended while it converted an encoder’s sound');
    this.#options.onBroken();
  }
}

/** Makes converters with this FFmpeg; null where there is none. */
export function opusConversion(
  ffmpeg: string | null,
  log: Logger,
): ((options: OpusSink) => OpusConverter) | null {
  return ffmpeg === null ? null : (options) => new OpusConverter({ ...options, ffmpeg, log });
}
