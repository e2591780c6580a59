import { describe, expect, test, vi } from 'vitest';
import { Destination, send, startFeed } from '../testing/destination.ts';
import { audio, interFrame, keyFrame, opening, sound, video } from '../testing/media.ts';
import type { Feed } from './feed.ts';
import { MAX_LAG_BYTES } from './output.ts';

describe('a slow destination', () => {
  /** Frames of 100 kB until more than the allowed lag is waiting. */
  function overflow(feed: Feed, from: number): number {
    let at = from;
    for (let bytes = 0; bytes <= MAX_LAG_BYTES + 500_000; bytes += 100_000) {
      at += 20;
      send(feed, video(at, interFrame(100_000)));
    }
    return at;
  }

  test('drops to the next key frame, gets fresh headers, and says how many frames it lost', async () => {
    const feed = startFeed(...opening(), video(0, keyFrame()));
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
    const feed = startFeed(...opening(), video(0, keyFrame()));
    const slow = new Destination(feed);
    slow.frozen = true;
    const at = overflow(feed, 0);
    send(feed, video(at + 20, keyFrame()), video(at + 40, interFrame()));
    slow.thaw();
    await vi.waitFor(() => expect(slow.kinds.slice(-2)).toEqual(['key', 'frame']));
    expect(slow.got.at(-1)?.timestamp).toBe(at + 40);
  });

  test('costs the others nothing and no memory of its own', () => {
    const feed = startFeed(...opening(), video(0, keyFrame()));
    const slow = new Destination(feed);
    const healthy = new Destination(feed);
    slow.frozen = true;
    let at = 0;
    for (let group = 0; group < 20; group += 1) at = overflow(feed, send1Key(feed, at));
    expect(healthy.kinds.filter((kind) => kind === 'frame' || kind === 'key')).toHaveLength(feed.frames);
    expect(feed.log.head - feed.log.tail).toBeLessThan(2 * MAX_LAG_BYTES);
    expect(slow.output.queuedBytes).toBeLessThan(MAX_LAG_BYTES);
  });

  test('that acknowledges nothing while the encoder’s clock stands still is given up on in time', () => {
    const feed = startFeed(...opening(), video(0, keyFrame()));
    let acked = 0;
    const slow = new Destination(feed, { acked: () => acked });
    for (let ack = 1; ack <= 4; ack += 1) {
      send(feed, video(ack * 20, interFrame(10_000)));
      acked = slow.output.bytesTaken;
      slow.output.acknowledged();
    }
    let at = 100;
    for (; at < 1500; at += 20) send(feed, video(at, interFrame(20_000)));
    for (let frame = 0; frame < 400; frame += 1) send(feed, video(at, interFrame(100_000)));
    expect(feed.log.head - feed.log.tail).toBeLessThan(MAX_LAG_BYTES + 1_000_000);
  });

  function send1Key(feed: Feed, at: number): number {
    send(feed, video(at + 20, keyFrame()));
    return at + 20;
  }

  test('gets what is left when the encoder goes and nothing follows', async () => {
    const feed = startFeed(...opening(), video(0, keyFrame()));
    const slow = new Destination(feed);
    slow.frozen = true;
    send(feed, video(20, interFrame()));
    send(feed, video(40, interFrame()));
    feed.endInput();
    slow.thaw();
    await vi.waitFor(() => expect(slow.got.at(-1)?.timestamp).toBe(40));
  });

  test('is forgotten once closed', () => {
    const feed = startFeed(...opening(), video(0, keyFrame()));
    const gone = new Destination(feed);
    gone.output.close();
    send(feed, video(20, interFrame()));
    expect(gone.kinds.at(-1)).toBe('key');
  });

  test('a group of pictures too large to keep makes joiners wait, and memory stays bounded', () => {
    const feed = startFeed(...opening(), video(0, keyFrame()));
    for (let at = 20; at < 20 * 200; at += 20) send(feed, video(at, interFrame(100_000)));
    expect(feed.log.head - feed.log.tail).toBeLessThan(1024 * 1024);
    const late = new Destination(feed);
    expect(late.kinds).toEqual([]);
    send(feed, video(5000, keyFrame()));
    expect(late.kinds.at(-1)).toBe('key');
  });
});

describe('a destination that falls behind', () => {
  const GROUP_MS = 200;
  /** A picture and a sound each 20 ms, a key frame each 200 ms, up to `end`. */
  function play(
    feed: Feed,
    { from, end, groupMs = GROUP_MS }: { from: number; end: number; groupMs?: number },
  ) {
    for (let at = from; at < end; at += 20) {
      send(feed, video(at, at % groupMs === 0 ? keyFrame(2000) : interFrame(2000)), audio(at, sound()));
    }
  }
  /** As with the encoder's next messages, until nothing is waiting. */
  const drained = (feed: Feed, { output }: Destination) =>
    vi.waitFor(() => {
      feed.flush();
      expect(output.queuedBytes).toBe(0);
    });
  const stampsOf = ({ got, kinds }: Destination, wanted: RegExp) =>
    got.filter((_message, index) => wanted.test(kinds[index] ?? '')).map(({ timestamp }) => timestamp);
  const every20 = (end: number) => Array.from({ length: end / 20 }, (_, index) => index * 20);

  test('gets its sound ahead of the picture that is waiting, and all of both', async () => {
    const feed = startFeed(...opening());
    const slow = new Destination(feed);
    play(feed, { from: 0, end: 200 });
    slow.frozen = true;
    play(feed, { from: 200, end: 1000 });
    const before = slow.got.length;
    slow.thaw();
    await drained(feed, slow);
    expect(stampsOf(slow, /key|frame/)).toEqual(every20(1000));
    expect(stampsOf(slow, /sound/)).toEqual(every20(1000));
    const last = (kind: string) => slow.kinds.slice(before).lastIndexOf(kind);
    expect(last('frame') - last('sound')).toBeGreaterThan(20);
    expect(slow.output.framesDropped).toBe(0);
  });

  test('goes without whole groups of pictures past the limit, and never without sound', async () => {
    const feed = startFeed(...opening());
    const slow = new Destination(feed, { mostLagMs: 500 });
    play(feed, { from: 0, end: 200 });
    slow.frozen = true;
    play(feed, { from: 200, end: 2000 });
    expect(slow.output.lagMs).toBeGreaterThan(1500);
    slow.thaw();
    await drained(feed, slow);
    play(feed, { from: 2000, end: 14_000 });
    expect(stampsOf(slow, /sound/)).toEqual(every20(14_000));
    const pictures = stampsOf(slow, /key|frame/);
    for (const [index, at] of pictures.entries()) {
      if (at % GROUP_MS !== 0) expect(pictures[index - 1]).toBe(at - 20);
    }
    expect(slow.output.framesDropped).toBeGreaterThan(40);
    expect(slow.output.framesDropped).toBe(14_000 / 20 - pictures.length);
    const told = slow.events.filter((event) => event.startsWith('dropping'));
    expect(told[0]).toBe('dropping disposable');
    expect(told).toContain('dropping video');
    expect(told.at(-1)).toBe('dropping nothing');
  });

  test('goes without pictures that no other refers to before any other', async () => {
    const feed = startFeed(...opening());
    const slow = new Destination(feed, { mostLagMs: 2000 });
    const disposable = (at: number) => (at % 40 === 0 ? interFrame(2000) : interFrame(2000).fill(0x37, 0, 1));
    send(feed, video(0, keyFrame(2000)));
    slow.frozen = true;
    for (let at = 20; at < 1800; at += 20) send(feed, video(at, disposable(at)));
    slow.thaw();
    await drained(feed, slow);
    expect(stampsOf(slow, /frame|key/).filter((at) => at % 40 === 0)).toEqual(
      Array.from({ length: 45 }, (_, index) => index * 40),
    );
    expect(slow.output.framesDropped).toBeGreaterThan(10);
  });

  test('is not behind for what it was handed when it joined', async () => {
    const feed = startFeed(...opening());
    play(feed, { from: 0, end: 8000, groupMs: 10_000 });
    const joined = new Destination(feed, { mostLagMs: 1000 });
    joined.frozen = true;
    play(feed, { from: 8000, end: 8800, groupMs: 10_000 });
    expect(joined.output.lagMs).toBeLessThan(1000);
    joined.thaw();
    await drained(feed, joined);
    expect(joined.output.framesDropped).toBe(0);
    expect(stampsOf(joined, /key|frame/)).toHaveLength(440);
  });

  test('counts as behind with what it has not acknowledged, although its socket took it', () => {
    const feed = startFeed(...opening());
    let acked = 0;
    const quick = new Destination(feed, { acked: () => acked, mostLagMs: 3000 });
    for (let at = 0; at < 15_000; at += 20) {
      send(feed, video(at, at % GROUP_MS === 0 ? keyFrame(20_000) : interFrame(20_000)));
      if (at >= 10_000 || at % 200 !== 0) continue;
      acked = quick.output.bytesTaken;
      quick.output.acknowledged();
    }
    expect(quick.output.blocked).toBe(true);
    expect(quick.output.lagMs).toBeGreaterThan(3000);
    expect(quick.output.dropping).toBe('video');
  });
});
