import { expect, test } from 'vitest';
import { type LiveTarget, liveOffers } from './actions.ts';
import { testSession } from './testing/session.ts';

const target: LiveTarget = {
  session: null,
  last: null,
  ready: true,
  starting: false,
  ending: false,
  start: () => undefined,
  show: () => undefined,
};

test('a source goes live once, however often it is asked to while that is under way', () => {
  expect(liveOffers(target).goLive.availability).toBe('ready');
  expect(liveOffers({ ...target, starting: true }).goLive.availability).toEqual({
    because: 'live.start_running',
  });
});

test('a session that ends cannot be ended again, and going live makes no sense beside it', () => {
  const { goLive, endStream } = liveOffers({ ...target, session: testSession(), ending: true });
  expect(goLive.availability).toBe('hidden');
  expect(endStream.availability).toEqual({ because: 'live.end_running' });
});
