import type { EncoderLimit } from '@neustream/shared/live/schemas.ts';
import type { CanvasName, Layer } from '@neustream/shared/studio/scenes.ts';

/**
 * What the page and the media worker say to each other. The worker composes pictures, encodes, publishes and records on
 * a clock of its own, so that a hidden or busy page changes nothing of what viewers see.
 */

/** A layer as it is drawn, in pixels of the canvas; from the lowest to the uppermost. */
export type DrawnLayer = Pick<
  Layer,
  'inputId' | 'x' | 'y' | 'width' | 'height' | 'rotation' | 'crop' | 'fit' | 'opacity' | 'radius'
>;

/** How the programme changes to what it shows next. Times in ms. */
export type Change =
  | { kind: 'cut' }
  | { kind: 'fade'; durationMs: number }
  /** A film over everything; the scene changes beneath it. */
  | { kind: 'stinger'; inputId: string; durationMs: number; cutAtMs: number };

/** A picture that does not move. */
export type Still = { kind: 'colour'; colour: string } | { kind: 'bitmap'; bitmap: ImageBitmap };

/** What is encoded of a canvas. */
export interface VideoSettings {
  width: number;
  height: number;
  /** Frames per second. */
  frameRate: number;
  /** Bits per second. */
  bitrate: number;
}

/** What viewers hear. */
export const PROGRAMME_SOUND = 'programme';

export interface DirectTarget {
  /** `ws://` or `wss://`. */
  url: string;
  path: string;
  key: string;
}

export type ToWorker =
  /** Size in which a canvas is composed, and its rate; null: it is not composed. */
  | { type: 'canvas'; canvas: CanvasName; size: { width: number; height: number; frameRate: number } | null }
  /** What the programme shows from now on. */
  | { type: 'programme'; canvas: CanvasName; layers: readonly DrawnLayer[]; change: Change }
  /** What the preview of studio mode shows; null: it is off. */
  | { type: 'preview'; canvas: CanvasName; layers: readonly DrawnLayer[] | null }
  /** A canvas element on the page that shows a picture. Sizes in device pixels. */
  | { type: 'surface'; id: string; canvas: CanvasName; of: 'programme' | 'preview'; surface: OffscreenCanvas }
  | { type: 'surface-size'; id: string; width: number; height: number }
  | { type: 'surface-gone'; id: string }
  /** Frames of a camera, screen or film. A second message for the same input replaces the first. */
  | { type: 'frames'; inputId: string; frames: ReadableStream<VideoFrame>; mirrored: boolean }
  /** Shows an input as in a mirror, or as it is. */
  | { type: 'mirror'; inputId: string; mirrored: boolean }
  | { type: 'still'; inputId: string; still: Still }
  /** A film or music, which stands at its first picture. Its sound goes to a player of the audio graph. */
  | { type: 'film'; inputId: string; file: Blob; loop: boolean; sound: MessagePort }
  /** Plays a film from its beginning, or stops it. */
  | { type: 'play'; inputId: string; playing: boolean }
  | { type: 'input-gone'; inputId: string }
  /** One sound of the mixer, at 48 kHz: `PROGRAMME_SOUND`, or another that is only recorded. A second message replaces the first. */
  | { type: 'sound'; name: string; sound: ReadableStream<AudioData> }
  | { type: 'sound-gone'; name: string }
  | {
      type: 'publish';
      id: string;
      canvas: CanvasName;
      target: DirectTarget;
      video: VideoSettings;
      audioBitrate: number;
    }
  | { type: 'stop-publish'; id: string }
  /** Records to a file in a folder of the origin's private file system. */
  | {
      type: 'record';
      id: string;
      canvas: CanvasName;
      folder: string;
      fileName: string;
      /** Each becomes a track of the file, with its title; the first is what players play. */
      sounds: readonly { name: string; title: string }[];
      video: VideoSettings;
      audioBitrate: number;
    }
  | { type: 'stop-record'; id: string }
  /** Measures the uplink for this long by really publishing. */
  | { type: 'measure'; id: string; url: string; permit: string; durationMs: number; mostBitrate: number }
  /** Ends every output, so that recordings are complete, and then the worker. */
  | { type: 'close' };

export type PublishState =
  | { state: 'connecting' }
  | { state: 'live' }
  /** The connection broke and is tried again. */
  | { state: 'reconnecting'; inMs: number }
  /** Not tried again. `code`: of `DIRECT_ENDS`, `ENCODER_FAILED`, `NO_PICTURE`, or what else the ingest said. */
  | { state: 'ended'; code: string };

export interface RecordState {
  state: 'recording' | 'finished' | 'failed';
  bytes: number;
  /** The name of what went wrong, such as `QuotaExceededError`. */
  problem: string | null;
}

export interface PublishStats {
  /** What the encoder is told, bits per second, and frames per second. */
  targetBitrate: number;
  targetFrameRate: number;
  /** What the ingest has received in the last second, bits per second. */
  bitrate: number;
  frameRate: number;
  /** How old the oldest media is that the ingest has not yet acknowledged, in ms. */
  delayMs: number;
  limit: EncoderLimit | null;
}

export interface CanvasStats {
  /** Ticks of the clock so far, and frames that were composed and handed on. */
  due: number;
  composed: number;
  /** Time to compose, in ms. */
  composeMs: number;
  /** From the newest input frame's arrival to its programme picture, p95, in ms. */
  delayMs: number;
}

export type FromWorker =
  /** Once a second. */
  | {
      type: 'stats';
      canvases: Partial<Record<CanvasName, CanvasStats>>;
      openFrames: number;
      /** Pictures that came so far. */
      inputs: Readonly<Record<string, { width: number; height: number; count: number }>>;
    }
  /** The size of an input is known, or changed. */
  | { type: 'input-size'; inputId: string; width: number; height: number }
  | { type: 'film-open'; inputId: string; durationMs: number }
  /** A file that this browser cannot read or decode. */
  | { type: 'film-failed'; inputId: string }
  | { type: 'publish-state'; id: string; state: PublishState }
  | { type: 'publish-stats'; id: string; stats: PublishStats }
  /** Bits per second that the uplink carried; null: it could not be measured, with the reason. */
  | { type: 'measured'; id: string; bitrate: number | null; problem: string | null }
  | { type: 'record-state'; id: string; state: RecordState }
  /** Something broke that nobody expected; for the log and a notice. */
  | { type: 'broken'; where: string; message: string };
