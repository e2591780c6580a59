import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Destination, send, startFeed } from '../testing/destination.ts';
import { AAC_HEADER, AVC_HEADER, audio, interFrame, keyFrame, sound, video } from '../testing/media.ts';

const GROUP = 10;

/** What happens to a destination: the encoder sends so many pictures, or goes and comes back; the socket stops, or goes on. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('play' as const), pictures: fc.integer({ min: 1, max: 120 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('freeze', 'thaw', 'acknowledge', 'return') }) },
);

test('whatever a destination takes, times never go back, no sound is missing, and every picture can be decoded', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
      let now = 0;
      let sent = 0;
      let acked = 0;
      const feed = startFeed(video(0, AVC_HEADER), audio(0, AAC_HEADER), video(0, keyFrame(3000)));
      const destination = new Destination(feed, { mostLagMs: 600, acked: () => acked });
      const play = (pictures: number) => {
        for (let index = 0; index < pictures; index += 1) {
          now += 20;
          sent += 1;
          // The sounds are numbered, so that one that is missing or sent twice is noticed.
          const numbered = sound(20);
          numbered.writeUInt32BE(sent, 8);
          send(
            feed,
            video(now, sent % GROUP === 0 ? keyFrame(3000) : interFrame(3000)),
            audio(now, numbered),
          );
        }
      };
      for (const one of steps) {
        if (one.do === 'play') play(one.pictures);
        else if (one.do === 'freeze') destination.frozen = true;
        else if (one.do === 'thaw') destination.thaw();
        else if (one.do === 'acknowledge') acked = destination.output.bytesTaken;
        else {
          sent += GROUP - (sent % GROUP) - 1;
          feed.endInput();
          feed.beginInput();
          send(feed, video(now, AVC_HEADER), audio(now, AAC_HEADER));
        }
        await Promise.resolve();
      }
      feed.endInput();
      destination.thaw();
      await vi.waitFor(() => {
        feed.flush();
        destination.thaw();
        expect(destination.output.queuedBytes).toBe(0);
      });
      const { got, kinds } = destination;
      for (const type of [8, 9]) {
        const stamps = got.filter((message) => message.type === type).map(({ timestamp }) => timestamp);
        expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
      }
      expect(soundNumbers(destination)).toEqual(
        [...new Set(soundNumbers(destination))].sort((a, b) => a - b),
      );
      expect(kinds.filter((kind) => kind === 'sound')).toHaveLength(
        feed.frames === 0 ? 0 : soundNumbers(destination).length,
      );
      const pictures = got.filter((_message, index) => /key|frame/.test(kinds[index] ?? ''));
      expect(pictures.length + destination.output.framesDropped).toBe(feed.frames);
    }),
    { numRuns: 60 },
  );
});

function soundNumbers({ got, kinds }: Destination): number[] {
  return got
    .filter((_message, index) => kinds[index] === 'sound')
    .map(({ payload }) => payload.readUInt32BE(8));
}
