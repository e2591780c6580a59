import { expect, it } from 'vitest';
import { Health } from './health.ts';

/** A MediaMTX that answers so, one question after the other; `tookMs` is how long each question takes. */
function health(answers: readonly { answered: boolean; tookMs: number }[]) {
  let time = 0;
  let asked = 0;
  const watched = new Health({
    deadlineMs: 2000,
    now: () => time,
    ask: async () => {
      const answer = answers[asked] ?? { answered: true, tookMs: 5 };
      asked += 1;
      time += answer.tookMs;
      return answer.answered;
    },
  });
  const after = (ms: number) => {
    time += ms;
    return watched.hangs();
  };
  return { after, asked: () => asked };
}

const SILENT = { answered: false, tookMs: 2000 };
const ANSWERS = { answered: true, tookMs: 5 };

it('holds a MediaMTX for hung that leaves three questions in a row unanswered', async () => {
  const { after } = health([SILENT, SILENT, SILENT]);
  expect([await after(250), await after(250), await after(250)]).toEqual([false, false, true]);
});

it('asks a MediaMTX that answers once a second only', async () => {
  const { after, asked } = health([]);
  for (let look = 0; look < 8; look += 1) expect(await after(250)).toBe(false);
  expect(asked()).toBe(2);
});

it('forgives a MediaMTX that answers again', async () => {
  const { after } = health([SILENT, SILENT, ANSWERS, SILENT, SILENT, ANSWERS]);
  for (let look = 0; look < 12; look += 1) expect(await after(500)).toBe(false);
});

it('does not count questions during which we were held up ourselves', async () => {
  const { after } = health(Array.from({ length: 5 }, () => ({ answered: false, tookMs: 9000 })));
  for (let look = 0; look < 5; look += 1) expect(await after(250)).toBe(false);
});
