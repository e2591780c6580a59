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
/** A sound that nothing came of for so long has ended: the file would wait for it, and be written no further. In µs. */
const GIVE_UP = 5 * MICROSECONDS;

export interface RecorderOptions {
  folder: string;
  /** Another one is found where a file has it already. */
  fileName: string;
  /** What each track of sound is called. */
  titles: readonly string[];
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
  #sounds: readonly EncodedAudioPacketSource[] = [];
  #pictureConfig: Uint8Array | null = null;
  readonly #soundConfigs: Uint8Array[] = [];
  /** When something of each sound came last; null once it has ended. */
  #heardAt: (number | null)[] = [];
  #base: number | null = null;
  #adding: Promise<void> = Promise.resolve();
  #bytes = 0;
  #over = false;
  readonly #flushing = setInterval(() => this.#flush(), FLUSH_EVERY_MS);
  readonly #interleave = new Interleave<PicturePacket, SoundPacket>((packet) => {
    this.#then(() =>
      packet.kind === 'picture' ? this.#addPicture(packet.item) : this.#addSound(packet.item, 0),
    );
  });

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#open().catch((error: unknown) => this.#fail(error));
  }

  pictureConfig(record: Uint8Array): void {
    this.#pictureConfig = record;
  }

  soundConfig(config: Uint8Array, track: number): void {
    this.#soundConfigs[track] = config;
  }

  picture(packet: PicturePacket): void {
    if (this.#picture === null || this.#over) return;
    if (this.#base === null && !packet.isKey) return;
    this.#base ??= packet.timestamp;
    this.#endAbsent(packet.timestamp);
    this.#interleave.picture(packet);
  }

  sound(packet: SoundPacket, track: number): void {
    if (this.#base === null || this.#over || packet.timestamp < this.#base) return;
    if (this.#heardAt[track] === null) return;
    this.#heardAt[track] = packet.timestamp;
    // Only the first is played with the picture; the others are for whoever edits it.
    if (track === 0) this.#interleave.sound(packet);
    else this.#then(() => this.#addSound(packet, track));
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
    const file = await folder.getFileHandle(await freeName(folder, this.#options.fileName), { create: true });
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
    const picture = new media.EncodedVideoPacketSource('avc');
    output.addVideoTrack(picture, { frameRate: this.#options.video.frameRate });
    const sounds = this.#options.titles.map((title) => {
      const sound = new media.EncodedAudioPacketSource('aac');
      output.addAudioTrack(sound, { name: title });
      return sound;
    });
    await output.start();
    this.#makePacket = (bytes, isKey, seconds, duration) =>
      new media.EncodedPacket(bytes, isKey ? 'key' : 'delta', seconds, duration);
    [this.#output, this.#picture, this.#sounds] = [output, picture, sounds];
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

  async #addSound({ bytes, timestamp }: SoundPacket, track: number): Promise<void> {
    const packet = this.#makePacket?.(bytes, true, this.#secondsOf(timestamp), 1024 / SAMPLE_RATE);
    const description = this.#soundConfigs[track];
    if (packet === undefined || description === undefined) return;
    const decoderConfig = { codec: AAC_LC, numberOfChannels: CHANNELS, sampleRate: SAMPLE_RATE, description };
    await this.#sounds[track]?.add(packet, { decoderConfig });
  }

  #endAbsent(now: number): void {
    for (const [track, sound] of this.#sounds.entries()) {
      const heardAt = this.#heardAt[track];
      if (heardAt === null || now - (heardAt ?? this.#base ?? now) < GIVE_UP) continue;
      this.#heardAt[track] = null;
      this.#then(async () => sound.close());
    }
  }

  /** One after the other. */
  #then(step: () => Promise<void>): void {
    this.#adding = this.#adding.then(step).catch((error: unknown) => this.#fail(error));
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

/** `name.mp4`, or `name (2).mp4` and so on where there is one already: two may begin within a second. */
async function freeName(folder: FileSystemDirectoryHandle, name: string): Promise<string> {
  const taken = new Set<string>();
  for await (const other of folder.keys()) taken.add(other);
  const dot = name.lastIndexOf('.');
  for (let count = 1; ; count += 1) {
    const free = count === 1 ? name : `${name.slice(0, dot)} (${count})${name.slice(dot)}`;
    if (!taken.has(free)) return free;
  }
}

/** The codec of a decoder configuration record as browsers name it (RFC 6381), such as `avc1.4D001F`. */
function codecOf(record: Uint8Array): string {
  const [, profile = 0, constraints = 0, level = 0] = record;
  return `avc1.${[profile, constraints, level].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('')}`;
}
