import {
  ALL_FORMATS,
  BlobSource,
  type InputAudioTrack,
  type InputVideoTrack,
  Input as MediaFile,
  type VideoSample,
  VideoSampleSink,
} from 'mediabunny';
import { FramePicture } from '../compose/frame-picture.ts';
import { type Input, openFrames, type Picture } from '../compose/input.ts';
import { FilmClock } from './film-clock.ts';
import { FilmSound } from './film-sound.ts';

/** A picture that comes later than this is left out, in s. */
const LATE_S = 0.1;
/** But the picture does not stand still for longer than this, in ms. */
const MOST_STILL_MS = 200;

export interface FilmInputOptions {
  file: Blob;
  loop: boolean;
  /** Where its sound goes: a player of the audio graph. */
  sound: MessagePort;
  onOpen(film: { seconds: number }): void;
  onSize(width: number, height: number): void;
  /** It cannot be read or decoded here. */
  onFailed(): void;
}

/** What was found in a file. */
interface Film {
  file: MediaFile;
  seconds: number;
  video: InputVideoTrack | null;
  sound: FilmSound | null;
}

/** A film or music from a file: stands at its first picture, and plays from the beginning when it is told to. */
export class FilmInput implements Input {
  readonly mirrored = false;
  readonly #options: FilmInputOptions;
  readonly #frame = new FramePicture();
  /** For films that can be seen through, or are turned: their pictures are drawn on nothing. */
  #sheet: OffscreenCanvasRenderingContext2D | null = null;
  #film: Film | null = null;
  #shows = false;
  #closed = false;
  /** Ends what is played. */
  #playing: AbortController | null = null;
  #clock = new FilmClock();
  count = 0;
  at = 0;

  constructor(options: FilmInputOptions) {
    this.#options = options;
    void this.#open().catch(() => this.#closed || options.onFailed());
  }

  get beganAt(): number | null {
    return this.#clock.beganAt;
  }

  get opaque(): boolean {
    return this.#sheet === null;
  }

  get picture(): Picture | null {
    if (!this.#shows) return null;
    if (this.#sheet === null) return this.#frame;
    const { canvas } = this.#sheet;
    return { width: canvas.width, height: canvas.height, canvas, pixels: null };
  }

  used(): void {
    // It goes on by its own clock.
  }

  /** From the beginning. */
  play(): void {
    this.#playing?.abort();
    this.#playing = new AbortController();
    this.#clock = new FilmClock();
    if (this.#film !== null) void this.#run(this.#film, this.#playing.signal);
  }

  /** Back to the first picture. */
  stop(): void {
    this.#playing?.abort();
    this.#playing = null;
    this.#film?.sound?.stop();
    if (this.#film !== null) void this.#showFirst(this.#film);
  }

  close(): void {
    this.#closed = true;
    this.#playing?.abort();
    this.#film?.sound?.close();
    this.#film?.file.dispose();
    if (this.#film === null) this.#options.sound.close();
  }

  async #open(): Promise<void> {
    const { file: blob, sound: port, onOpen, onFailed } = this.#options;
    const file = new MediaFile({ source: new BlobSource(blob), formats: ALL_FORMATS });
    const video = await decodable(await file.getPrimaryVideoTrack());
    const audio = await decodable(await file.getPrimaryAudioTrack());
    const seconds = await file.computeDuration();
    if ((video === null && audio === null) || !(seconds > 0)) {
      file.dispose();
      if (!this.#closed) onFailed();
      return;
    }
    if (video !== null && (await mustDraw(video))) {
      const [width, height] = [await video.getDisplayWidth(), await video.getDisplayHeight()];
      this.#sheet = new OffscreenCanvas(width, height).getContext('2d');
    }
    if (this.#closed) return file.dispose();
    const film = { file, seconds, video, sound: audio === null ? null : new FilmSound(audio, port) };
    this.#film = film;
    onOpen({ seconds });
    if (this.#playing === null) await this.#showFirst(film);
    else await this.#run(film, this.#playing.signal);
  }

  async #showFirst({ video }: Film): Promise<void> {
    if (video === null) return;
    const sample = await new VideoSampleSink(video).getSample(await video.getFirstTimestamp());
    if (sample === null) return;
    // It was started, or closed, in the meantime.
    if (this.#playing === null && !this.#closed) await this.#show(sample);
    else sample.close();
  }

  /** Plays until it is stopped, or over: then nothing is left of it. A file that breaks off is over there. */
  async #run(film: Film, stopped: AbortSignal): Promise<void> {
    const { seconds, video, sound } = film;
    const { loop } = this.#options;
    const clock = this.#clock;
    // Music has no picture to wait for.
    if (video === null) clock.begin(performance.now());
    await Promise.allSettled([
      // One that cannot be decoded after all is no reason to be silent.
      video !== null &&
        this.#pictures(video, { clock, seconds, stopped }).finally(() => clock.begin(performance.now())),
      sound?.play(clock, { seconds, loop, stopped }),
    ]);
    if (!stopped.aborted && !loop) this.#shows = false;
  }

  async #pictures(
    video: InputVideoTrack,
    { clock, seconds, stopped }: { clock: FilmClock; seconds: number; stopped: AbortSignal },
  ): Promise<void> {
    const { loop } = this.#options;
    const sink = new VideoSampleSink(video);
    for (let pass = 0; !stopped.aborted && (loop || pass === 0); pass += 1) {
      for await (const sample of sink.samples()) {
        clock.begin(performance.now());
        const due = pass * seconds + sample.timestamp;
        await clock.reach(due, stopped);
        if (stopped.aborted) {
          sample.close();
          return;
        }
        const now = performance.now();
        const isLate = clock.seconds(now) - due > LATE_S;
        // Where decoding is slower than the film, a few late pictures are better than none.
        if (isLate && now - this.at < MOST_STILL_MS) sample.close();
        else await this.#show(sample);
      }
      await clock.reach((pass + 1) * seconds, stopped);
    }
  }

  /** Takes it as its own, and closes it. */
  async #show(sample: VideoSample): Promise<void> {
    const before = this.picture;
    openFrames.count += 1;
    try {
      if (this.#sheet === null) await this.#read(sample);
      else {
        const { canvas } = this.#sheet;
        this.#sheet.clearRect(0, 0, canvas.width, canvas.height);
        sample.draw(this.#sheet, 0, 0, canvas.width, canvas.height);
      }
    } finally {
      sample.close();
      openFrames.count -= 1;
    }
    this.count += 1;
    this.at = performance.now();
    this.#shows = true;
    const now = this.picture;
    if (now !== null && (now.width !== before?.width || now.height !== before.height)) {
      this.#options.onSize(now.width, now.height);
    }
  }

  async #read(sample: VideoSample): Promise<void> {
    const frame = sample.toVideoFrame();
    try {
      await this.#frame.read(frame);
    } finally {
      frame.close();
    }
  }
}

/** Copied frames know neither what is seen through them, nor how a phone was held. */
async function mustDraw(video: InputVideoTrack): Promise<boolean> {
  return (await video.canBeTransparent()) || (await video.getRotation()) !== 0;
}

async function decodable<T extends InputVideoTrack | InputAudioTrack>(track: T | null): Promise<T | null> {
  return track !== null && (await track.canDecode()) ? track : null;
}
