import { create } from 'zustand';
import type { Mixer } from '../audio/public.ts';
import {
  type Engine,
  PROGRAMME_SOUND,
  type RecordState,
  soundOf,
  type VideoSettings,
} from '../engine/public.ts';
import { readStored, writeStored } from '../ui/stored.ts';

const RECORD_ID = 'recording';
const AUDIO_BITRATE = 192_000;
/** Bits per pixel and frame: half as much again as a stream has, because a recording is edited. */
const BITS_PER_PIXEL = 0.14;

/** What this window records; null when nothing. */
export const useRecording = create<{ state: RecordState | null; since: number }>()(() => ({
  state: null,
  since: 0,
}));

const OPTIONS = 'neustream.studio.recording';

interface RecordingOptions {
  /** Inputs that are marked as music are left out of the main track. */
  withoutMusic: boolean;
  /** Each input is on a track of its own as well. */
  separate: boolean;
}

/** How this browser records. */
export const useRecordingOptions = create<RecordingOptions>()(() => ({
  withoutMusic: readStored(OPTIONS)?.includes('without-music') ?? false,
  separate: readStored(OPTIONS)?.includes('separate') ?? false,
}));

export function setRecordingOptions(change: Partial<RecordingOptions>): void {
  useRecordingOptions.setState(change);
  const { withoutMusic, separate } = useRecordingOptions.getState();
  writeStored(OPTIONS, [withoutMusic && 'without-music', separate && 'separate'].filter(Boolean).join(' '));
}

/** Records the programme of one window, beside its stream. */
export class Recording {
  readonly #engine: Engine;
  readonly #mixer: Mixer;
  readonly #owner: string;
  readonly #stop: () => void;
  /** Ends what only this recording hears, by the name of its sound. */
  readonly #taps = new Map<string, () => void>();

  /** @param owner whose recordings they are: a computer may be shared */
  constructor({ engine, mixer, owner }: { engine: Engine; mixer: Mixer; owner: string }) {
    this.#engine = engine;
    this.#mixer = mixer;
    this.#owner = owner;
    useRecording.setState({ state: null });
    this.#stop = engine.on((message) => {
      if (message.type !== 'record-state') return;
      useRecording.setState({ state: message.state });
      if (message.state.state !== 'recording') this.#letGo();
    });
  }

  /** @param inputs those that are heard, for tracks of their own where that was chosen */
  start(
    size: Pick<VideoSettings, 'width' | 'height' | 'frameRate'>,
    { now, title, inputs }: { now: Date; title: string; inputs: readonly { id: string; name: string }[] },
  ): void {
    const { withoutMusic, separate } = useRecordingOptions.getState();
    const main = withoutMusic ? this.#offer('without music', this.#mixer.withoutMusic()) : PROGRAMME_SOUND;
    const sounds = [{ name: main, title }];
    for (const { id, name } of separate ? inputs : []) {
      const tap = this.#mixer.openTrack(id);
      if (tap === null) continue;
      sounds.push({ name: this.#offer(`input ${id}`, tap.track, tap.close), title: name });
    }
    useRecording.setState({ state: { state: 'recording', bytes: 0, problem: null }, since: now.getTime() });
    this.#engine.send({
      type: 'record',
      id: RECORD_ID,
      canvas: size.width >= size.height ? 'landscape' : 'portrait',
      folder: folderOf(this.#owner),
      fileName: fileName(now),
      sounds,
      video: { ...size, bitrate: Math.round(size.width * size.height * size.frameRate * BITS_PER_PIXEL) },
      audioBitrate: AUDIO_BITRATE,
    });
  }

  stop(): void {
    this.#engine.send({ type: 'stop-record', id: RECORD_ID });
  }

  close(): void {
    this.#stop();
    this.#letGo();
  }

  /** Hands a sound to the engine; returns its name. */
  #offer(name: string, track: MediaStreamTrack, end: () => void = () => undefined): string {
    const sound = soundOf(track);
    this.#engine.send({ type: 'sound', name, sound }, [sound]);
    this.#taps.set(name, end);
    return name;
  }

  #letGo(): void {
    for (const [name, end] of this.#taps) {
      end();
      this.#engine.send({ type: 'sound-gone', name });
    }
    this.#taps.clear();
  }
}

export interface StoredRecording {
  name: string;
  bytes: number;
  /** When it was last written to, in ms since the epoch. */
  at: number;
}

/** A person's recordings in this browser, newest first. */
export async function listRecordings(owner: string): Promise<StoredRecording[]> {
  const found: StoredRecording[] = [];
  for await (const handle of (await folder(owner)).values()) {
    if (handle.kind !== 'file') continue;
    const file = await handle.getFile();
    found.push({ name: handle.name, bytes: file.size, at: file.lastModified });
  }
  return found.sort((one, other) => other.at - one.at);
}

export async function recordingFile(owner: string, name: string): Promise<File> {
  return await (await (await folder(owner)).getFileHandle(name)).getFile();
}

export async function deleteRecording(owner: string, name: string): Promise<void> {
  await (await folder(owner)).removeEntry(name);
}

/** Bytes that can still be stored; null where the browser does not say. */
export async function spaceLeft(): Promise<number | null> {
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || usage === undefined ? null : quota - usage;
}

async function folder(owner: string): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return await root.getDirectoryHandle(folderOf(owner), { create: true });
}

function folderOf(owner: string): string {
  return `recordings of ${owner}`;
}

/** By local time, and without characters that some systems forbid: `2026-11-26 16-50-07.mp4`. */
function fileName(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  return `${day} ${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('-')}.mp4`;
}
