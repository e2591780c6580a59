import type { EncodedAudioPacketSource, EncodedVideoPacketSource, Output } from 'mediabunny';
import type { PicturePacket } from '../encode/picture-encoder.ts';
import type { SoundPacket } from '../encode/sound-encoder.ts';
import { CHANNELS, SAMPLE_RATE } from '../encode/sound-intake.ts';
import type { VideoSettings } from '../protocol.ts';
import { Interleave } from '../publish/interleave.ts';

/** Of the File System standard, section 2.5: workers only, so the types of pages lack it. */
interface SyncAccessHandle {
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  flush(): void;
  close(): void;
}

const AAC_LC = 'mp4a.40.2';
const FLUSH_EVERY_MS = 2000;
const MICROSECONDS = 1_000_000;

export interface RecorderOptions {
  folder: string;
  fileName: string;
  video: VideoSettings;
  /** The next picture has to be a key frame: it begins with one. */
  onWantKey(): void;
  onState(state: { state: 'recording' | 'finished' | 'failed'; bytes: number; problem: string | null }): void;
}

/**
 * Records to a file in the origin's private file system, as fragmented MP4 (ISO 14496-12, section 8.8): what was written
 * plays, also when the browser is killed.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  #output: Output | null = null;
  #handle: SyncAccessHandle | null = null;
  #picture: EncodedVideoPacketSource | null = null;
  #sound: EncodedAudioPacketSource | null = null;
  #pictureConfig: Uint8Array | null = null;
  #soundConfig: Uint8Array | null = null;
  #base: number | null = null;
  #adding: Promise<void> = Promise.resolve();
  #bytes = 0;
  #over = false;
  readonly #flushing = setInterval(() => this.#flush(), FLUSH_EVERY_MS);
  readonly #interleave = new Interleave<PicturePacket, SoundPacket>((packet) => {
    this.#adding = this.#adding
      .then(() => (packet.kind === 'picture' ? this.#addPicture(packet.item) : this.#addSound(packet.item)))
      .catch((error: unknown) => this.#fail(error));
  });

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#open().catch((error: unknown) => this.#fail(error));
  }

  pictureConfig(record: Uint8Array): void {
    this.#pictureConfig = record;
  }

  soundConfig(config: Uint8Array): void {
    this.#soundConfig = config;
  }

  picture(packet: PicturePacket): void {
    if (this.#picture === null || this.#over) return;
    if (this.#base === null && !packet.isKey) return;
    this.#base ??= packet.timestamp;
    this.#interleave.picture(packet);
  }

  sound(packet: SoundPacket): void {
    if (this.#base === null || this.#over || packet.timestamp < this.#base) return;
    this.#interleave.sound(packet);
  }

  /**
   * Ends the file.
   * @param problem why it ends, when nobody wished it
   */
  async close(problem: string | null = null): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    clearInterval(this.#flushing);
    try {
      await this.#adding;
      await this.#output?.finalize();
      this.#handle?.close();
      this.#tell(problem === null ? 'finished' : 'failed', problem);
    } catch (error) {
      this.#handle?.close();
      this.#tell('failed', String(error));
    }
  }

  async #open(): Promise<void> {
    const media = await import('mediabunny');
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(this.#options.folder, { create: true });
    const file = await folder.getFileHandle(this.#options.fileName, { create: true });
    if (!('createSyncAccessHandle' in file) || typeof file.createSyncAccessHandle !== 'function') {
      throw new Error('This browser stores no recordings.');
    }
    const handle: SyncAccessHandle = await file.createSyncAccessHandle();
    if (this.#over) return handle.close();
    this.#handle = handle;
    const target = new media.StreamTarget(
      new WritableStream({
        write: ({ data, position }) => {
          handle.write(data, { at: position });
          this.#bytes = Math.max(this.#bytes, position + data.length);
        },
      }),
    );
    const output = new media.Output({
      format: new media.Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: 1 }),
      target,
    });
    const [picture, sound] = [
      new media.EncodedVideoPacketSource('avc'),
      new media.EncodedAudioPacketSource('aac'),
    ];
    output.addVideoTrack(picture, { frameRate: this.#options.video.frameRate });
    output.addAudioTrack(sound);
    await output.start();
    this.#makePacket = (bytes, isKey, seconds, duration) =>
      new media.EncodedPacket(bytes, isKey ? 'key' : 'delta', seconds, duration);
    [this.#output, this.#picture, this.#sound] = [output, picture, sound];
    this.#options.onWantKey();
    this.#tell('recording', null);
  }

  #makePacket:
    | ((
        bytes: Uint8Array,
        isKey: boolean,
        seconds: number,
        duration: number,
      ) => Parameters<EncodedVideoPacketSource['add']>[0])
    | null = null;

  async #addPicture({ bytes, isKey, timestamp }: PicturePacket): Promise<void> {
    const { width, height, frameRate } = this.#options.video;
    const packet = this.#makePacket?.(bytes, isKey, this.#secondsOf(timestamp), 1 / frameRate);
    const description = this.#pictureConfig;
    if (packet === undefined || description === null) return;
    const decoderConfig = {
      codec: codecOf(description),
      codedWidth: width,
      codedHeight: height,
      description,
    };
    await this.#picture?.add(packet, { decoderConfig });
  }

  async #addSound({ bytes, timestamp }: SoundPacket): Promise<void> {
    const packet = this.#makePacket?.(bytes, true, this.#secondsOf(timestamp), 1024 / SAMPLE_RATE);
    const description = this.#soundConfig;
    if (packet === undefined || description === null) return;
    const decoderConfig = { codec: AAC_LC, numberOfChannels: CHANNELS, sampleRate: SAMPLE_RATE, description };
    await this.#sound?.add(packet, { decoderConfig });
  }

  #secondsOf(timestamp: number): number {
    return (timestamp - (this.#base ?? timestamp)) / MICROSECONDS;
  }

  #flush(): void {
    if (this.#handle === null || this.#over) return;
    try {
      this.#handle.flush();
      this.#tell('recording', null);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Full, most often: what was written stays. */
  #fail(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    clearInterval(this.#flushing);
    this.#handle?.close();
    this.#tell('failed', error instanceof Error ? error.name : String(error));
  }

  #tell(state: 'recording' | 'finished' | 'failed', problem: string | null): void {
    this.#options.onState({ state, bytes: this.#bytes, problem });
  }
}

/** The codec of a decoder configuration record as browsers name it (RFC 6381), such as `avc1.4D001F`. */
function codecOf(record: Uint8Array): string {
  const [, profile = 0, constraints = 0, level = 0] = record;
  return `avc1.${[profile, constraints, level].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('')}`;
}
