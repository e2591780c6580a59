/** A place where an output can join. */
export interface JoinPoint {
  position: number;
  /** Frames that lie before it in this session: the difference between two is what was skipped. */
  frames: number;
  /** Timestamps for codec headers, chosen so that no later frame goes back in time. */
  audioTimestamp: number;
  videoTimestamp: number;
  /** What a publish that begins here counts from, in ms: those of the session's start share the log's own count. */
  base: number;
}

/** Sound further than this from the key frame, in ms, says nothing about where a joining output's sound begins. */
const NEAR_MS = 1000;
/** A session's first key frame within this much of its line, in ms, is where the line begins. */
const NEAR_START_MS = 3000;
/** A frame rate is not measured over less than this, in ms, because timestamps are whole milliseconds. */
const SHORTEST_GROUP_MS = 200;

/** The groups of pictures that pass: where the newest begins, and how many frames a second they hold. */
export class JoinPoints {
  /** The newest key frame, where outputs join; null when they have to wait for the next one. */
  last: JoinPoint | null = null;
  /** Frames per second, rounded, over the last whole group of pictures of this input; null before there is one. */
  frameRate: number | null = null;
  /** There was a key frame in this session. */
  #begun = false;

  beginInput(): void {
    this.last = null;
    this.frameRate = null;
  }

  /**
   * A key frame begins at `position`, with this many frames before it.
   * @param at its timestamps on the session's line in ms, and those of the newest sound
   */
  keyFrame(
    { position, frames }: { position: number; frames: number },
    { picture, sound }: { picture: number; sound: number },
  ): void {
    this.frameRate = frameRateOf(this.last, { frames, timestamp: picture }) ?? this.frameRate;
    const audioTimestamp = picture - sound < NEAR_MS ? Math.min(sound, picture) : picture;
    const base = !this.#begun && picture < NEAR_START_MS ? 0 : audioTimestamp;
    this.#begun = true;
    this.last = { position, frames, audioTimestamp, videoTimestamp: picture, base };
  }
}

/** A join of sound alone, which is possible anywhere. */
export function joinAnywhere(position: number, frames: number, timestamp: number): JoinPoint {
  const base = timestamp < NEAR_START_MS ? 0 : timestamp;
  return { position, frames, audioTimestamp: timestamp, videoTimestamp: timestamp, base };
}

/** Null where there is too little to measure, such as a stream of key frames only. */
function frameRateOf(from: JoinPoint | null, to: { frames: number; timestamp: number }): number | null {
  const ms = from === null ? 0 : to.timestamp - from.videoTimestamp;
  if (from === null || ms < SHORTEST_GROUP_MS) return null;
  return Math.round(((to.frames - from.frames) * 1000) / ms);
}
