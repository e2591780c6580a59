import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs, failuresInARow } from '@neustream/shared/kernel/backoff.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Logger } from 'pino';
import { decideTracks, type SoundConversion, type TrackDecision, type Tracks } from '../codecs.ts';
import { type AttachOptions, NOTHING_KNOWN, pathOf } from '../ingest.ts';
import type { MtxPath } from './api.external.ts';
import type { MediamtxApi } from './api.ts';
import { publisherFacts, tracksOf } from './publisher.ts';

/** An encoder that was admitted has to be there within this time; MediaMTX drops it after 10 s of silence. In ms. */
const ARRIVAL_MS = 15_000;
/** MediaMTX gives a waiting reader 10 s; it is reopened before that. In ms. */
const HOLD_MS = 8000;
const LOOK_MS = 25;
/** Interval between queries to MediaMTX while nothing has come in yet, in ms. */
const ASK_MS = 100;
/** Pauses before a reader that ended early is reopened; they grow while it keeps ending early. In ms. */
const REOPEN = { firstMs: 50, longestMs: 5000 };
/** A reader that ran this long was working, in ms. */
const STEADY_MS = 10_000;
/** FFmpeg that ends so often in a row without having written anything will not write anything. */
const MOST_BARREN = 3;
const FFMPEG_WRITES_NOTHING =
  'The encoder sends Opus sound, and the FFmpeg here cannot convert this stream. Set the encoder’s audio to AAC and ' +
  'its video to H.264, or ask the operator to install a newer FFmpeg.';

/** MediaMTX closes the connection of an encoder whose codecs it does not know, and only its log says so. */
const NOTHING_CAME =
  'An encoder connected, but nothing came from it that can be sent on. Set its video to H.264 and its audio to AAC, ' +
  'and start it again.';

/** Reads the path into the feed until it ends; never rejects. */
export type Reader = (publicId: string, options: AttachOptions, signal: AbortSignal) => Promise<void>;

export interface AttachmentDeps {
  api: MediamtxApi;
  /** As RTMP, unchanged. */
  readCopy: Reader;
  /** Through FFmpeg, with the sound converted to AAC; null where there is no FFmpeg. */
  readTranscoded: Reader | null;
  /** What that FFmpeg can convert. */
  conversion(): Promise<SoundConversion>;
  log: Logger;
  now: Clock;
}

/** A reader that runs concurrently and can be ended. */
class RunningReader {
  readonly #abort = new AbortController();
  readonly done: Promise<void>;
  over = false;

  constructor(read: Reader, options: AttachOptions) {
    const signal = AbortSignal.any([options.signal, this.#abort.signal]);
    this.done = read(options.publicId, options, signal).then(() => {
      this.over = true;
    });
  }

  async end(): Promise<void> {
    this.#abort.abort();
    await this.done;
  }
}

/**
 * Follows one publisher from the moment it was admitted until it is gone. The reader is opened at once and waits inside
 * MediaMTX, so that it is there when the first two seconds of frames are played.
 */
export async function followPublisher(options: AttachOptions, deps: AttachmentDeps): Promise<void> {
  const waiting = new HeldReader(likelyReader(options, deps), options, deps);
  const path = await arrival(options, deps, waiting);
  if (path === null) {
    await waiting.end();
    if (!options.signal.aborted)
      options.onRejected(NOTHING_CAME, { ...NOTHING_KNOWN, protocol: options.protocol });
    return;
  }
  const encoder = path.source === null ? null : await deps.api.userAgent(path.source).catch(() => null);
  const facts = publisherFacts(path, encoder);
  const decision = await decide(tracksOf(path), deps);
  deps.log.info({ publicId: options.publicId, ...facts, decision: decision.kind }, 'an encoder publishes');
  const read = readerFor(decision, deps);
  const running = await waiting.takeIf(read);
  if (read !== null) {
    options.onFlowing(facts);
    const following = { options, deps };
    const barren = await readWhilePublished(path, read, running, following);
    if (!barren) return;
    options.onRejected(FFMPEG_WRITES_NOTHING, facts);
    return waitUntilGone(path, following);
  }
  options.onRejected(decision.kind === 'reject' ? decision.problem : FFMPEG_WRITES_NOTHING, facts);
  return waitUntilGone(path, { options, deps });
}

/** Asks what FFmpeg can do only where it is needed. */
async function decide(tracks: Tracks, { conversion }: AttachmentDeps): Promise<TrackDecision> {
  const decision = decideTracks(tracks);
  return decision.kind === 'transcode-audio' ? decideTracks(tracks, await conversion()) : decision;
}

/** Browsers send Opus, everything else AAC: this is the reader to open before the tracks are known. */
function likelyReader({ protocol }: AttachOptions, { readCopy, readTranscoded }: AttachmentDeps): Reader {
  return protocol === 'whip' ? (readTranscoded ?? readCopy) : readCopy;
}

function readerFor({ kind }: TrackDecision, { readCopy, readTranscoded }: AttachmentDeps): Reader | null {
  if (kind === 'reject') return null;
  return kind === 'copy' ? readCopy : readTranscoded;
}

/** A reader that waits inside MediaMTX for its publisher, reopened before MediaMTX's timeout. */
class HeldReader {
  readonly #read: Reader;
  readonly #options: AttachOptions;
  readonly #deps: AttachmentDeps;
  #reader: RunningReader;
  #openedAt: number;

  constructor(read: Reader, options: AttachOptions, deps: AttachmentDeps) {
    this.#read = read;
    this.#options = options;
    this.#deps = deps;
    this.#openedAt = deps.now();
    this.#reader = new RunningReader(read, options);
  }

  async refresh(): Promise<void> {
    const age = this.#deps.now() - this.#openedAt;
    if (this.#options.feed.hasInput || age < REOPEN.firstMs || (!this.#reader.over && age < HOLD_MS)) return;
    await this.#reader.end();
    this.#openedAt = this.#deps.now();
    this.#reader = new RunningReader(this.#read, this.#options);
  }

  /** The waiting reader if it is the right one; otherwise it is ended. */
  async takeIf(read: Reader | null): Promise<RunningReader | null> {
    if (read === this.#read) return this.#reader;
    await this.end();
    return null;
  }

  end(): Promise<void> {
    return this.#reader.end();
  }
}

async function arrival(
  { publicId, feed, signal }: AttachOptions,
  { api, now }: AttachmentDeps,
  waiting: HeldReader,
): Promise<MtxPath | null> {
  const giveUpAt = now() + ARRIVAL_MS;
  let askAt = now();
  while (!signal.aborted && now() < giveUpAt) {
    const flowing = feed.hasInput && feed.facts().videoCodec !== null;
    if (flowing || now() >= askAt) {
      askAt = now() + ASK_MS;
      const path = await api.path(pathOf(publicId)).catch(() => null);
      if (path?.available) return path;
    }
    await waiting.refresh();
    await pause(LOOK_MS);
  }
  return null;
}

interface Following {
  options: AttachOptions;
  deps: AttachmentDeps;
}

/**
 * Reads again when the reader ends while the same publisher is still there. Settles when the publisher is gone, or with
 * true when FFmpeg can make nothing of what it sends.
 */
async function readWhilePublished(
  path: MtxPath,
  read: Reader,
  running: RunningReader | null,
  { options, deps }: Following,
): Promise<boolean> {
  let reader = running ?? new RunningReader(read, options);
  for (let ends = 0, barren = 0; ; ) {
    const openedAt = deps.now();
    const before = options.feed.bytesReceived;
    await reader.done;
    if (options.signal.aborted || !(await isSame(path, deps.api))) return false;
    barren = options.feed.bytesReceived > before ? 0 : barren + 1;
    if (barren === MOST_BARREN && read === deps.readTranscoded) return true;
    ends = failuresInARow(ends, { ranMs: deps.now() - openedAt, steadyMs: STEADY_MS });
    deps.log.warn({ publicId: options.publicId }, 'reading from MediaMTX ended early and is being restarted');
    await pause(backoffMs(ends, REOPEN), undefined, { signal: options.signal }).catch(() => undefined);
    reader = new RunningReader(read, options);
  }
}

async function waitUntilGone(path: MtxPath, { options, deps }: Following): Promise<void> {
  while (!options.signal.aborted && (await isSame(path, deps.api))) await pause(ASK_MS);
}

async function isSame(path: MtxPath, api: MediamtxApi): Promise<boolean> {
  const current = await api.path(path.name).catch(() => null);
  return current?.available === true && current.source?.id === path.source?.id;
}
