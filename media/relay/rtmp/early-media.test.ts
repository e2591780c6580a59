import { expect, test } from 'vitest';
import { AVC_HEADER, keyFrame, video } from '../testing/media.ts';
import { EarlyMedia } from './early-media.ts';
import { ProtocolError } from './protocol-error.ts';

test('what an encoder sends before it may publish is kept in its order, once', () => {
  const early = new EarlyMedia();
  const messages = [video(0, AVC_HEADER), video(0, keyFrame(100_000))];
  for (const message of messages) early.keep(message);
  expect(early.take()).toEqual(messages);
  expect(early.take()).toEqual([]);
});

test.each([0, 100_000])('somebody who may not publish gets no memory by messages of %d bytes', (size) => {
  const early = new EarlyMedia();
  const message = video(0, Buffer.alloc(size));
  expect(() => {
    for (let sent = 0; sent < 20_000; sent += 1) early.keep(message);
  }).toThrow(ProtocolError);
});
