import type { Feed } from '../relay/feed/feed.ts';

const VIDEO_HEADER = Buffer.from([0x17, 0, 0, 0, 0, 1, 0x64, 0, 0x1f, 0xff, 0xe1]);
const AUDIO_HEADER = Buffer.from([0xaf, 0, 0x11, 0x90]);
const FRAME_MS = 20;
const KEY_EVERY = 10;

/** Fills a feed with small made-up H.264 and AAC messages in real time, until disposed. */
export class TestPicture {
  readonly #feed: Feed;
  readonly #timer: NodeJS.Timeout;
  #frame = 0;

  constructor(feed: Feed) {
    this.#feed = feed;
    feed.beginInput();
    feed.push({ kind: 'video', timestamp: 0, payload: VIDEO_HEADER });
    feed.push({ kind: 'audio', timestamp: 0, payload: AUDIO_HEADER });
    this.#timer = setInterval(() => this.#next(), FRAME_MS);
    this.#next();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#feed.endInput();
  }

  #next(): void {
    const timestamp = this.#frame * FRAME_MS;
    const first = this.#frame % KEY_EVERY === 0 ? 0x17 : 0x27;
    this.#frame += 1;
    this.#feed.push({ kind: 'video', timestamp, payload: Buffer.from([first, 1, 0, 0, 0, 0, 0, 0, 1, 9]) });
    this.#feed.push({ kind: 'audio', timestamp, payload: Buffer.from([0xaf, 1, 0x21, 0x10]) });
    this.#feed.flush();
  }
}
