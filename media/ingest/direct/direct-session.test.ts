import { Duplex } from 'node:stream';
import { directAnswer } from '@neustream/shared/live/direct-publish.ts';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { flv } from '../../relay/testing/flv.ts';
import { DirectSession } from './direct-session.ts';

const HELLO = `${JSON.stringify({ type: 'publish', path: 'live/abcdef', key: 'k', encoder: 'e' })}\n`;

function session(accepted = true) {
  const written: Buffer[] = [];
  const socket = new Duplex({
    read: () => undefined,
    write: (bytes: Buffer, _, done) => {
      written.push(bytes);
      done();
    },
  });
  const messages: { kind: string; timestamp: number; payload: string }[] = [];
  const onPublish = vi.fn(async () =>
    accepted
      ? {
          accepted: true as const,
          onMessage: ({ kind, timestamp, payload }: { kind: string; timestamp: number; payload: Buffer }) =>
            void messages.push({ kind, timestamp, payload: payload.toString('hex') }),
        }
      : { accepted: false as const, code: 'NetStream.Failed' as const, description: '' },
  );
  const onEnd = vi.fn();
  const one = new DirectSession({ socket, onPublish, onMeasure: () => null, onEnd });
  const answers = () =>
    Buffer.concat(written)
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => directAnswer.parse(JSON.parse(line)));
  return { one, answers, messages, onPublish, onEnd };
}

describe('a page’s session', () => {
  it('reads its stream however it is cut', async () => {
    const sent = [
      { kind: 'audio' as const, timestamp: 0, payload: Buffer.from('af0011', 'hex') },
      { kind: 'video' as const, timestamp: 5, payload: Buffer.from('170000000001', 'hex') },
      { kind: 'video' as const, timestamp: 40, payload: Buffer.from('2701000000aabbcc', 'hex') },
    ];
    const stream = flv(sent);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 20 })), async (cuts) => {
        const { one, answers, messages, onPublish } = session();
        one.receive(Buffer.from(HELLO.slice(0, 7)));
        one.receive(Buffer.from(HELLO.slice(7)));
        await vi.waitFor(() => expect(answers()).toEqual([{ type: 'admitted' }]), { interval: 1 });
        let at = 0;
        for (const cut of cuts) {
          one.receive(stream.subarray(at, at + cut));
          at += cut;
        }
        one.receive(stream.subarray(at));
        one.leave();
        expect(messages.map(({ payload }) => payload)).toEqual(
          sent.map(({ payload }) => payload.toString('hex')),
        );
        expect(onPublish).toHaveBeenCalledWith({
          app: 'live',
          streamName: 'abcdef',
          query: 'key=k',
          encoder: 'e',
        });
      }),
      { numRuns: 50 },
    );
  });

  it('ends with a reason, and never throws, whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 6000 }), { minLength: 1 }),
        async (parts) => {
          const { one, answers, onEnd } = session();
          for (const part of parts) one.receive(Buffer.from(part));
          one.close('closed');
          expect(onEnd).toHaveBeenCalledTimes(1);
          for (const answer of answers()) expect(answer.type).toBe('ended');
        },
      ),
      { numRuns: 50 },
    );
  });

  it('says that it may be tried again where nothing is wrong with the key', async () => {
    const { one, answers, onEnd } = session(false);
    one.receive(Buffer.from(HELLO));
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalledWith('rejected'));
    expect(answers()).toEqual([{ type: 'ended', code: 'NOT_NOW' }]);
  });

  it('does not take media before it is admitted', () => {
    const { one, answers, onEnd } = session();
    one.receive(Buffer.from(HELLO));
    one.receive(Buffer.from('FLV'));
    expect(onEnd).toHaveBeenCalledWith('protocol');
    expect(answers()).toEqual([{ type: 'ended', code: 'BROKEN' }]);
  });
});
