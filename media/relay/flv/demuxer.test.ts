import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MediaMessage } from '../message/media-message.ts';
import { ProtocolError } from '../rtmp/protocol-error.ts';
import { flv } from '../testing/flv.ts';
import { FlvDemuxer } from './demuxer.ts';

test('tags are read whatever the fragmentation', () => {
  const message = fc.record({
    kind: fc.constantFrom('audio' as const, 'video' as const, 'data' as const),
    payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  });
  fc.assert(
    fc.property(fc.array(message), fc.integer({ min: 1, max: 400 }), (kinds, step) => {
      const messages = kinds.map((one, index) => ({ ...one, timestamp: 0xfffff0 + index * 7 }));
      const got: MediaMessage[] = [];
      const demuxer = new FlvDemuxer((one) => got.push({ ...one, payload: Buffer.from(one.payload) }));
      const bytes = flv(messages);
      for (let at = 0; at < bytes.length; at += step) demuxer.receive(bytes.subarray(at, at + step));
      expect(got).toEqual(messages);
    }),
  );
});

test('what is not FLV is refused', () => {
  const demuxer = () => new FlvDemuxer(() => undefined);
  expect(() => demuxer().receive(Buffer.from('not an flv stream'))).toThrow(ProtocolError);
  expect(() => demuxer().receive(Buffer.from('464c560105ffffffff00000000', 'hex'))).toThrow(ProtocolError);
  expect(() => demuxer().receive(Buffer.concat([flv([]), Buffer.alloc(20, 0xff)]))).toThrow(ProtocolError);
});
