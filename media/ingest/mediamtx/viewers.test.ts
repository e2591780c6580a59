import { beforeEach, describe, expect, it } from 'vitest';
import { Viewers } from './viewers.ts';
import { watchedAmong } from './watched-paths.ts';

describe('what somebody watches', () => {
  let time: number;
  let told: string[];
  let viewers: Viewers;

  beforeEach(() => {
    time = 0;
    told = [];
    viewers = new Viewers({ steady: () => time, onWatched: (publicIds) => told.push(publicIds.join(' ')) });
  });

  const look = (at: number, ...seen: string[]) => {
    time = at;
    viewers.seen(seen);
  };

  it('is brought as soon as a viewer was let in, and told once', () => {
    look(0);
    viewers.came('abc');
    viewers.came('abc');
    expect(told).toEqual(['', 'abc']);
  });

  it('is kept while viewers are there, and some seconds longer', () => {
    viewers.came('abc');
    for (let at = 1000; at <= 60_000; at += 1000) look(at, 'abc');
    look(64_000);
    expect(told).toEqual(['abc']);
    look(65_000);
    expect(told).toEqual(['abc', '']);
  });

  it('is given up when the viewer who was let in never comes', () => {
    viewers.came('abc');
    look(14_999);
    expect(told).toEqual(['abc']);
    look(15_000);
    expect(told).toEqual(['abc', '']);
  });

  it('is told for the first time with the viewers that were there before us', () => {
    viewers.came('new');
    expect(told).toEqual([]);
    look(1000, 'abc', 'def');
    look(6000, 'def');
    expect(told).toEqual(['new abc def', 'new def']);
  });
});

describe('a path at MediaMTX', () => {
  const path = (name: string, ...types: string[]) => ({
    name,
    available: true,
    source: null,
    tracks2: [],
    inboundBytes: 0,
    readers: types.map((type) => ({ type })),
  });
  const now = 100_000;
  const asked = (name: string, secondsAgo: number) => ({
    path: name,
    lastRequest: new Date(now - secondsAgo * 1000),
  });

  it('is watched by browsers over WebRTC, and by players over HLS that asked lately', () => {
    const paths = [
      path('live/webrtc00', 'webRTCSession'),
      path('live/hlsnow00', 'hlsSession', 'rtmpConn'),
      path('live/hlslong0', 'hlsSession'),
      path('live/ourself0', 'rtmpConn', 'rtspSession'),
      path('other', 'webRTCSession'),
    ];
    const muxers = [asked('live/hlsnow00', 9), asked('live/hlslong0', 10)];
    expect(watchedAmong(paths, muxers, now)).toEqual(['webrtc00', 'hlsnow00']);
  });
});
