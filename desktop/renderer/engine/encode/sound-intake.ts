export const SAMPLE_RATE = 48_000;
export const CHANNELS = 2;

/** Takes the programme's sound: 48 kHz, two channels, interleaved; `timestamp` in µs since the epoch. */
export interface SoundConsumer {
  take(samples: Float32Array<ArrayBuffer>, timestamp: number): void;
}

/** A clock that is off by so much is brought nearer by one sample per piece, in ms. */
const DRIFT_MS = 10;
/** So much that is lost was no drift: silence takes its place. In ms. */
const GAP_MS = 25;
/** Sound that is so late has stood still whatever its own times say, in ms. Less is made up for: a worker was busy. */
const STUCK_MS = 2000;
/** After a longer pause, such as the sleep of a computer, sound goes on at once. In ms. */
const MOST_SILENCE_MS = 60_000;
/** How long sound is on its way through the mixer: the limiter looks 5 ms ahead, the rest are the browser's buffers. In ms. */
const MIXER_MS = 15;
/** How quickly the measured offset follows, per piece. */
const FOLLOW = 0.05;

/**
 * Where a piece of sound lies on the timeline, by counting samples: timestamps of tracks share no clock with pictures.
 * Says what has to be put in or left out so that sound stays with the picture.
 */
export class SoundClock {
  #position: number | null = null;
  /** When the next piece begins, by the track's own clock; null while that is not known. */
  #next: number | null = null;
  /** What the track has lost, by its own clock, since sound was in time: a busy computer loses a little, often. In ms. */
  #lost = 0;
  #offset = 0;

  /** What comes now is of another track, whose clock is another. */
  changeTrack(): void {
    this.#next = null;
    this.#lost = 0;
  }

  /**
   * @param samples length of the piece, per channel
   * @param times when it arrived, and when it begins by the track's own clock, in ms
   * @returns when it begins, in µs; how many samples of silence go before it; and by how many samples it is to be longer
   */
  place(
    samples: number,
    { now, at }: { now: number; at: number },
  ): { timestamp: number; silence: number; stretch: -1 | 0 | 1 } {
    const lengthMs = (samples / SAMPLE_RATE) * 1000;
    const began = now - lengthMs;
    this.#position ??= began;
    const error = began - this.#position;
    this.#lost = error > DRIFT_MS ? this.#lost + at - (this.#next ?? at) : 0;
    this.#next = at + lengthMs;
    let silence = 0;
    let stretch: -1 | 0 | 1 = 0;
    const gap = error > STUCK_MS ? error : Math.min(error, this.#lost);
    if (gap > MOST_SILENCE_MS) {
      this.#position = began;
      this.#lost = 0;
      this.#offset = 0;
    } else if (gap > GAP_MS) {
      silence = Math.round((gap / 1000) * SAMPLE_RATE);
      this.#lost = 0;
      this.#offset = 0;
    } else {
      this.#offset += (error - this.#offset) * FOLLOW;
      if (this.#offset > DRIFT_MS) stretch = 1;
      else if (this.#offset < -DRIFT_MS) stretch = -1;
    }
    const timestamp = Math.round(this.#position * 1000);
    this.#position += ((silence + samples + stretch) / SAMPLE_RATE) * 1000;
    return { timestamp, silence, stretch };
  }
}

/** Reads a bus of the mixer, and hands it to whoever wants it. */
export class SoundIntake {
  readonly #consumers = new Set<SoundConsumer>();
  readonly #clock = new SoundClock();
  #reader: ReadableStreamDefaultReader<AudioData> | null = null;

  /** Reads this stream from now on, in place of the one before. */
  read(stream: ReadableStream<AudioData>): void {
    void this.#reader?.cancel().catch(() => undefined);
    this.#reader = stream.getReader();
    this.#clock.changeTrack();
    void this.#run(this.#reader);
  }

  close(): void {
    void this.#reader?.cancel().catch(() => undefined);
    this.#reader = null;
  }

  add(consumer: SoundConsumer): void {
    this.#consumers.add(consumer);
  }

  remove(consumer: SoundConsumer): void {
    this.#consumers.delete(consumer);
  }

  async #run(reader: ReadableStreamDefaultReader<AudioData>): Promise<void> {
    for (;;) {
      const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }));
      if (value === undefined || done) return;
      try {
        if (reader === this.#reader) this.#take(value);
      } finally {
        value.close();
      }
    }
  }

  #take(data: AudioData): void {
    const now = performance.timeOrigin + performance.now() - MIXER_MS;
    const length = data.numberOfFrames;
    const { timestamp, silence, stretch } = this.#clock.place(length, { now, at: data.timestamp / 1000 });
    if (this.#consumers.size === 0) return;
    for (let at = 0; at < silence; at += SAMPLE_RATE) {
      const piece = Math.min(SAMPLE_RATE, silence - at);
      this.#put(new Float32Array(piece * CHANNELS), timestamp + microseconds(at));
    }
    this.#put(stretched(interleaved(data), stretch), timestamp + microseconds(silence));
  }

  #put(samples: Float32Array<ArrayBuffer>, timestamp: number): void {
    for (const consumer of this.#consumers) consumer.take(samples, timestamp);
  }
}

function microseconds(samples: number): number {
  return Math.round((samples / SAMPLE_RATE) * 1_000_000);
}

function interleaved(data: AudioData): Float32Array<ArrayBuffer> {
  const length = data.numberOfFrames;
  const left = new Float32Array(length);
  data.copyTo(left, { planeIndex: 0, format: 'f32-planar' });
  const right = data.numberOfChannels > 1 ? new Float32Array(length) : left;
  if (right !== left) data.copyTo(right, { planeIndex: 1, format: 'f32-planar' });
  const both = new Float32Array(length * CHANNELS);
  for (let index = 0; index < length; index += 1) {
    both[index * 2] = left[index] ?? 0;
    both[index * 2 + 1] = right[index] ?? 0;
  }
  return both;
}

/** One sample more, by repeating the last, or one less: nobody hears it. */
function stretched(samples: Float32Array<ArrayBuffer>, by: -1 | 0 | 1): Float32Array<ArrayBuffer> {
  if (by === 0) return samples;
  if (by < 0) return samples.slice(0, -CHANNELS);
  const longer = new Float32Array(samples.length + CHANNELS);
  longer.set(samples);
  longer.set(samples.subarray(-CHANNELS), samples.length);
  return longer;
}
