import { describe, expect, test, vi } from 'vitest';
import { Destination, send, startFeed } from '../testing/destination.ts';
import { interFrame, keyFrame, opening, video } from '../testing/media.ts';
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

  function send1Key(feed: Feed, at: number): number {
    send(feed, video(at + 20, keyFrame()));
    return at + 20;
  }

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
