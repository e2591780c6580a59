import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MediaKind } from '../message/media-message.ts';
import { Timeline } from './timeline.ts';

/** One input: where its timestamps begin, how long we waited for it, and its frames in the order of arrival. */
const input = fc.record({
  start: fc.integer({ min: 0, max: 2 ** 33 }),
  waitMs: fc.integer({ min: 0, max: 60_000 }),
  audioOffset: fc.integer({ min: -40, max: 40 }),
  frames: fc.array(fc.constantFrom<MediaKind>('audio', 'video'), { minLength: 1, maxLength: 60 }),
});

interface Placed {
  kind: MediaKind;
  source: number;
  placed: number;
}

/** Plays inputs one after the other: picture every 17 ms, sound every 21 ms, each on its own grid. */
function play(
  inputs: readonly { start: number; waitMs: number; audioOffset: number; frames: MediaKind[] }[],
): Placed[][] {
  const timeline = new Timeline();
  let now = 1_000_000;
  return inputs.map(({ start, waitMs, audioOffset, frames }) => {
    timeline.beginInput();
    now += waitMs;
    const next = { audio: start + 100 + audioOffset, video: start + 100, data: start };
    return frames.map(() => {
      const kind = next.audio <= next.video ? 'audio' : 'video';
      const source = next[kind];
      next[kind] += kind === 'audio' ? 21 : 17;
      return { kind, source, placed: timeline.place(kind, source, now) };
    });
  });
}

describe('property 9, timeline', () => {
  test('timestamps never go backwards, whatever inputs follow each other', () => {
    fc.assert(
      fc.property(fc.array(input, { minLength: 1, maxLength: 6 }), (inputs) => {
        const last = { audio: 0, video: 0, data: 0 };
        for (const { kind, placed } of play(inputs).flat()) {
          expect(placed).toBeGreaterThanOrEqual(last[kind]);
          last[kind] = placed;
        }
      }),
    );
  });

  test('sound and picture stay within 40 ms of the source’s offset', () => {
    fc.assert(
      fc.property(fc.array(input, { minLength: 1, maxLength: 6 }), (inputs) => {
        for (const placed of play(inputs)) {
          const moves = placed.map((one) => one.placed - one.source);
          expect(Math.max(...moves) - Math.min(...moves)).toBeLessThanOrEqual(40);
        }
      }),
    );
  });

  test('a pause between inputs lasts on the line as long as it really did', () => {
    const timeline = new Timeline();
    timeline.place('video', 5000, 1000);
    timeline.beginInput();
    expect(timeline.place('video', 0, 4000)).toBe(3000);
  });

  test('a session’s line begins at 0, wherever its first encoder’s count stands', () => {
    const timeline = new Timeline();
    timeline.beginInput();
    expect(timeline.place('video', 7_200_000, 1000)).toBe(0);
    expect(timeline.place('audio', 7_200_021, 1021)).toBe(21);
  });

  test.each([0, 60_000])(
    'codec headers stamped 0 do not move the frames that follow after %d ms',
    (pause) => {
      const timeline = new Timeline();
      timeline.beginInput();
      expect(timeline.placeAhead('video', 0)).toBe(0);
      expect(timeline.place('video', 90_000, 1000)).toBe(0);
      timeline.beginInput();
      expect(timeline.placeAhead('video', 0)).toBe(0);
      expect(timeline.place('video', 300_000, 1000 + pause)).toBe(Math.max(40, pause));
    },
  );

  test('an encoder that begins its count anew goes on, with frames of the old count still under way', () => {
    const timeline = new Timeline();
    timeline.place('video', 100_000, 0);
    timeline.place('audio', 100_010, 0);
    expect(timeline.place('video', 0, 17)).toBe(50);
    expect(timeline.place('audio', 100_031, 17)).toBe(31);
    expect(timeline.place('audio', 10, 20)).toBe(60);
    expect(timeline.place('video', 17, 33)).toBe(67);
  });

  test.each([
    ['paused', 60_000, 1000 + 60_000, 60_000],
    ['counts on from elsewhere', 2 ** 31, 1040, 40],
  ])('an encoder that %s is as far on as time is', (_what, step, now, gap) => {
    const timeline = new Timeline();
    timeline.place('video', 5000, 1000);
    expect(timeline.place('video', 5000 + step, now)).toBe(gap);
    expect(timeline.place('audio', 5000 + step + 10, now)).toBe(gap + 10);
  });
});
