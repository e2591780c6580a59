import { Writable } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import type { MediaMessage } from '../media-message.ts';
import { decodeAmf } from '../rtmp/amf-decode.ts';
import { ChunkReader } from '../rtmp/chunk-reader.ts';
import { encodeMessage } from '../rtmp/chunk-writer.ts';
import { MESSAGE, OUR_CHUNK_SIZE } from '../rtmp/message-types.ts';
import {
  AAC_HEADER,
  AVC_HEADER,
  audio,
  data,
  interFrame,
  keyFrame,
  METADATA,
  opening,
  sound,
  video,
} from '../testing/media.ts';
import { Feed } from './feed.ts';
import { FeedOutput, MAX_LAG_BYTES } from './output.ts';

interface Got {
  type: number;
  timestamp: number;
  streamId: number;
  payload: Buffer;
}

/** A destination's socket that can stop taking data. */
class Destination {
  readonly got: Got[] = [];
  frozen = false;
  readonly events: string[] = [];
  readonly output: FeedOutput;
  readonly #reader = new ChunkReader({
    onMessage: (raw) => this.got.push({ ...raw, payload: Buffer.from(raw.payload) }),
  });
  #held: (() => void) | null = null;

  constructor(feed: Feed, streamId = 1) {
    this.#reader.receive(chunkSize());
    const socket = new Writable({
      highWaterMark: 16 * 1024,
      write: (bytes: Buffer, _encoding, done) => {
        this.#reader.receive(bytes);
        if (this.frozen) this.#held = done;
        else done();
      },
    });
    this.output = new FeedOutput({
      feed,
      socket,
      streamId,
      onFlowing: () => this.events.push('flowing'),
      onBlocked: () => this.events.push('blocked'),
      onDropped: (frames) => this.events.push(`dropped ${frames}`),
    });
    this.output.pump();
  }

  get kinds(): string[] {
    return this.got.map(({ type, payload }) => describeMessage(type, payload));
  }

  thaw(): void {
    this.frozen = false;
    this.#held?.();
    this.#held = null;
  }
}

function chunkSize(): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(OUR_CHUNK_SIZE);
  return encodeMessage(
    { chunkStream: 2, type: MESSAGE.setChunkSize, timestamp: 0, streamId: 0, payload },
    128,
  );
}

function describeMessage(type: number, payload: Buffer): string {
  if (type === MESSAGE.dataAmf0) return 'metadata';
  if (type === MESSAGE.audio) return payload.equals(AAC_HEADER) ? 'aac header' : 'sound';
  if (payload.equals(AVC_HEADER)) return 'avc header';
  return payload[0] === 0x17 ? 'key' : 'frame';
}

function start(...messages: MediaMessage[]): Feed {
  const feed = new Feed({ clock: () => 0 });
  feed.beginInput();
  send(feed, ...messages);
  return feed;
}

function send(feed: Feed, ...messages: MediaMessage[]): void {
  for (const message of messages) feed.push(message);
  feed.flush();
}

describe('feed', () => {
  test('who joins gets metadata, codec headers, and the stream from the last key frame', () => {
    const feed = start(
      ...opening(),
      video(0, keyFrame()),
      video(20, interFrame()),
      video(40, keyFrame()),
      audio(50, sound()),
    );
    const late = new Destination(feed);
    send(feed, video(60, interFrame()));
    expect(late.kinds).toEqual(['metadata', 'avc header', 'aac header', 'key', 'sound', 'frame']);
    expect(late.got.map(({ timestamp }) => timestamp)).toEqual([40, 40, 0, 40, 50, 60]);
    expect(late.events).toEqual(['flowing']);
  });

  test('what is passed on is byte for byte what came, and the caller may reuse its buffer', () => {
    const feed = start(...opening(), video(0, keyFrame()));
    const destination = new Destination(feed);
    const scratch = Buffer.from(interFrame(70_000));
    const original = Buffer.from(scratch);
    feed.push(video(33, scratch));
    scratch.fill(0);
    feed.flush();
    expect(destination.got.at(-1)?.payload.equals(original)).toBe(true);
    expect(destination.got[0]?.payload.equals(METADATA)).toBe(true);
  });

  test('who joins before the first key frame waits for it', () => {
    const feed = start(...opening(), video(0, interFrame()));
    const early = new Destination(feed);
    send(feed, video(20, interFrame()), audio(21, sound()));
    expect(early.kinds).toEqual([]);
    send(feed, video(40, keyFrame()));
    expect(early.kinds).toEqual(['metadata', 'avc header', 'aac header', 'key']);
  });

  test('a stream of sound only is joined anywhere', () => {
    const feed = start(audio(0, AAC_HEADER), audio(0, sound()));
    const destination = new Destination(feed);
    send(feed, audio(23, sound()), audio(46, sound()));
    expect(destination.kinds).toEqual(['aac header', 'sound', 'sound']);
  });

  test('a stream of picture only works', () => {
    const feed = start(video(0, AVC_HEADER), video(0, keyFrame()));
    expect(new Destination(feed).kinds).toEqual(['avc header', 'key']);
  });

  test('codec headers of every track are sent, the newest of each', () => {
    const track = (id: number, mark: number) => Buffer.from([0x96, 0x00, ...Buffer.from('avc1'), id, mark]);
    const feed = start(
      video(0, AVC_HEADER),
      video(0, track(1, 1)),
      video(0, track(2, 1)),
      video(0, track(1, 2)),
    );
    send(feed, video(10, keyFrame()));
    const payloads = new Destination(feed).got.map(({ payload }) => payload.toString('hex'));
    expect(payloads).toHaveLength(4);
    expect(payloads).toContain(track(1, 2).toString('hex'));
    expect(payloads).toContain(track(2, 1).toString('hex'));
  });

  test('after a changed codec header nobody joins old frames with it', () => {
    const feed = start(...opening(), video(0, keyFrame()));
    const changed = Buffer.concat([AVC_HEADER, Buffer.from([9])]);
    send(feed, video(20, changed));
    const destination = new Destination(feed);
    expect(destination.got).toEqual([]);
    send(feed, video(40, keyFrame()));
    expect(destination.got.map(({ payload }) => payload.length)).toEqual([
      METADATA.length,
      changed.length,
      AAC_HEADER.length,
      keyFrame().length,
    ]);
  });

  test('a destination that gave another stream id gets its own', () => {
    const feed = start(...opening(), video(0, keyFrame(200_000)));
    const destination = new Destination(feed, 7);
    send(feed, video(20, interFrame(90_000)), audio(30, sound()));
    expect(new Set(destination.got.map(({ streamId }) => streamId))).toEqual(new Set([7]));
    expect(destination.kinds).toEqual(['metadata', 'avc header', 'aac header', 'key', 'frame', 'sound']);
  });

  test('metadata read from a player’s side is published as servers expect it', () => {
    const played = METADATA.subarray(METADATA.indexOf('onMetaData') - 3);
    const feed = start(data(0, played), video(0, keyFrame()));
    expect(decodeAmf(new Destination(feed).got[0]?.payload ?? played)[0]).toBe('@setDataFrame');
    expect(feed.facts()).toMatchObject({ width: 1920, height: 1080, encoder: 'obs', videoCodec: 'avc1' });
  });

  test('a second input goes on where the first stopped, on a key frame and with its own headers', () => {
    const feed = start(...opening(500), video(500, keyFrame()));
    const destination = new Destination(feed);
    feed.endInput();
    feed.beginInput();
    send(feed, ...opening(0), video(0, interFrame()), video(20, keyFrame()));
    expect(destination.kinds.slice(-4)).toEqual(['metadata', 'avc header', 'aac header', 'key']);
    expect(destination.got.at(-1)?.timestamp).toBeGreaterThan(500);
  });

  test('watchers hear of inputs that begin and end', () => {
    const feed = new Feed({ clock: () => 0 });
    const seen: boolean[] = [];
    const unwatch = feed.watchInput(() => seen.push(feed.hasInput));
    feed.beginInput();
    feed.endInput();
    unwatch();
    feed.beginInput();
    expect(seen).toEqual([true, false, true].slice(0, 2));
  });
});

describe('a slow destination', () => {
  /** Frames of 100 kB until more than the allowed lag waits. */
  function overflow(feed: Feed, from: number): number {
    let at = from;
    for (let bytes = 0; bytes <= MAX_LAG_BYTES + 500_000; bytes += 100_000) {
      at += 20;
      send(feed, video(at, interFrame(100_000)));
    }
    return at;
  }

  test('drops to the next key frame, gets fresh headers, and says how many frames it lost', async () => {
    const feed = start(...opening(), video(0, keyFrame()));
    const slow = new Destination(feed);
    slow.frozen = true;
    const at = overflow(feed, 0);
    slow.thaw();
    await vi.waitFor(() => expect(slow.output.blocked).toBe(false));
    const before = slow.got.length;
    send(feed, video(at + 20, keyFrame()), video(at + 40, interFrame()));
    expect(slow.kinds.slice(before)).toEqual(['metadata', 'avc header', 'aac header', 'key', 'frame']);
    const sent = slow.kinds.filter((kind) => kind === 'key' || kind === 'frame').length;
    expect(slow.output.framesDropped).toBe(feed.frames - sent);
    expect(slow.events).toContain(`dropped ${slow.output.framesDropped}`);
  });

  test('goes on from the newest key frame when that is already there', async () => {
    const feed = start(...opening(), video(0, keyFrame()));
    const slow = new Destination(feed);
    slow.frozen = true;
    const at = overflow(feed, 0);
    send(feed, video(at + 20, keyFrame()), video(at + 40, interFrame()));
    slow.thaw();
    await vi.waitFor(() => expect(slow.kinds.slice(-2)).toEqual(['key', 'frame']));
    expect(slow.got.at(-1)?.timestamp).toBe(at + 40);
  });

  test('costs the others nothing and no memory of its own', () => {
    const feed = start(...opening(), video(0, keyFrame()));
    const slow = new Destination(feed);
    const healthy = new Destination(feed);
    slow.frozen = true;
    let at = 0;
    for (let group = 0; group < 20; group += 1) at = overflow(feed, send1Key(feed, at));
    expect(healthy.kinds.filter((kind) => kind === 'frame' || kind === 'key')).toHaveLength(feed.frames);
    expect(feed.log.head - feed.log.tail).toBeLessThan(2 * MAX_LAG_BYTES);
    expect(slow.output.queuedBytes).toBeLessThan(MAX_LAG_BYTES);
  });

  function send1Key(feed: Feed, at: number): number {
    send(feed, video(at + 20, keyFrame()));
    return at + 20;
  }

  test('is forgotten once closed', () => {
    const feed = start(...opening(), video(0, keyFrame()));
    const gone = new Destination(feed);
    gone.output.close();
    send(feed, video(20, interFrame()));
    expect(gone.kinds.at(-1)).toBe('key');
  });

  test('a group of pictures too large to keep makes joiners wait, and memory stays bounded', () => {
    const feed = start(...opening(), video(0, keyFrame()));
    for (let at = 20; at < 20 * 200; at += 20) send(feed, video(at, interFrame(100_000)));
    expect(feed.log.head - feed.log.tail).toBeLessThan(1024 * 1024);
    const late = new Destination(feed);
    expect(late.kinds).toEqual([]);
    send(feed, video(5000, keyFrame()));
    expect(late.kinds.at(-1)).toBe('key');
  });
});
