import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Destination, send, startFeed } from '../testing/destination.ts';
import { AAC_HEADER, AVC_HEADER, audio, interFrame, keyFrame, sound, video } from '../testing/media.ts';

const GROUP = 10;
const SOON = { timeout: 5000, interval: 1 };

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
      const feed = startFeed(
        video(0, AVC_HEADER),
        audio(0, AAC_HEADER),
        video(0, numbered(keyFrame(3000), 0)),
      );
      const destination = new Destination(feed, { mostLagMs: 600, acked: () => acked });
      const numbers: number[] = [];
      const play = (pictures: number) => {
        for (let index = 0; index < pictures; index += 1) {
          now += 20;
          sent += 1;
          numbers.push(sent);
          const picture = sent % GROUP === 0 ? keyFrame(3000) : interFrame(3000);
          send(feed, video(now, numbered(picture, sent)), audio(now, numbered(sound(20), sent)));
        }
      };
      const acknowledge = () => {
        acked = destination.output.bytesTaken;
        destination.output.acknowledged();
      };
      for (const one of steps) {
        if (one.do === 'play') play(one.pictures);
        else if (one.do === 'freeze') destination.frozen = true;
        else if (one.do === 'thaw') destination.thaw();
        else if (one.do === 'acknowledge') acknowledge();
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
        acknowledge();
        expect(destination.output.queuedBytes).toBe(0);
      }, SOON);
      const { got } = destination;
      for (const type of [8, 9]) {
        const stamps = got.filter((message) => message.type === type).map(({ timestamp }) => timestamp);
        expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
      }
      expect(numbersOf(destination, /sound/)).toEqual(numbers);
      const pictures = numbersOf(destination, /key|frame/);
      const undecodable = pictures.filter(
        (number, index) => number % GROUP !== 0 && number - 1 !== pictures[index - 1],
      );
      expect(undecodable).toEqual([]);
      expect(pictures.length + destination.output.framesDropped).toBe(feed.frames);
    }),
    { numRuns: 40 },
  );
}, 30_000);

/** What is missing, or sent twice, is noticed by its number. */
function numbered(payload: Buffer, number: number): Buffer {
  payload.writeUInt32BE(number, 8);
  return payload;
}

function numbersOf({ got, kinds }: Destination, wanted: RegExp): number[] {
  return got
    .filter((_message, index) => wanted.test(kinds[index] ?? ''))
    .map(({ payload }) => payload.readUInt32BE(8));
}
