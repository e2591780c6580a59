import type { ReceivedStream } from './platforms/platform.ts';
import { isCodecHeader } from './platforms/received.ts';
import { type Message, TYPE } from './rtmp/chunks.ts';

interface Entry {
  timestamp: number;
  length: number;
  /** When it was completely received by the platform, in milliseconds since the epoch. */
  at: number;
}

export interface Gap {
  /** Between two neighbouring messages, by the stream's own clock, in ms. */
  mediaMs: number;
  /** The longest time in which nothing arrived, in ms. */
  wallMs: number;
}

/** Records each audio and video message that a scripted platform received. */
export class Ledger {
  readonly #video = new Map<ReceivedStream, Entry[]>();
  readonly #audio = new Map<ReceivedStream, Entry[]>();

  /** The platform's `onMedia`. */
  readonly onMedia = (stream: ReceivedStream, { type, timestamp, length, head }: Message): void => {
    if (type === TYPE.data) return;
    if (type === TYPE.video && isCodecHeader(head)) return;
    if (type === TYPE.audio && head[1] === 0) return;
    const book = type === TYPE.video ? this.#video : this.#audio;
    const entries = book.get(stream) ?? [];
    entries.push({ timestamp, length, at: Date.now() });
    book.set(stream, entries);
  };

  /** The largest gap in the video of one publish, after `since` (milliseconds since the epoch). */
  videoGap(stream: ReceivedStream, since = 0): Gap {
    const entries = (this.#video.get(stream) ?? []).filter(({ at }) => at >= since);
    let [mediaMs, wallMs] = [0, 0];
    for (const [index, entry] of entries.entries()) {
      const before = entries[index - 1];
      if (before === undefined) continue;
      mediaMs = Math.max(mediaMs, entry.timestamp - before.timestamp);
      wallMs = Math.max(wallMs, entry.at - before.at);
    }
    return { mediaMs, wallMs };
  }

  /** Video frames received in one publish. */
  pictures(stream: ReceivedStream): number {
    return this.#video.get(stream)?.length ?? 0;
  }

  /** When the first and the last video frame of a publish arrived, in milliseconds since the epoch. */
  span(stream: ReceivedStream): { first: number; last: number } {
    const entries = this.#video.get(stream) ?? [];
    return { first: entries[0]?.at ?? 0, last: entries.at(-1)?.at ?? 0 };
  }

  /** Bytes of video and audio by second of the stream's own clock; the first and the last second are incomplete. */
  bytesBySecond(stream: ReceivedStream): Map<number, number> {
    const bytes = new Map<number, number>();
    for (const { timestamp, length } of [
      ...(this.#video.get(stream) ?? []),
      ...(this.#audio.get(stream) ?? []),
    ]) {
      const second = Math.floor(timestamp / 1000);
      bytes.set(second, (bytes.get(second) ?? 0) + length);
    }
    const seconds = [...bytes.keys()];
    bytes.delete(Math.min(...seconds));
    bytes.delete(Math.max(...seconds));
    return bytes;
  }
}
