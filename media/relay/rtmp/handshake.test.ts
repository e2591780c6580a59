import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ClientHandshake, ServerHandshake } from './handshake.ts';
import { findDigest, signFirst, signSecond } from './handshake-digest.ts';
import { ProtocolError } from './protocol-error.ts';

describe('handshake', () => {
  test('both sides finish, however the bytes are cut, and lose nothing that follows', () => {
    const anyCuts = [fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 4000 })] as const;
    fc.assert(
      fc.property(...anyCuts, (serverStep, clientStep) => {
        const client = new ClientHandshake();
        const server = new ServerHandshake();
        const answer = feed(server, client.hello, serverStep);
        expect(answer.sent).toHaveLength(1 + 2 * 1536);
        const echo = feed(client, Buffer.concat([answer.sent, Buffer.from('tail')]), clientStep);
        expect(echo.sent).toEqual(answer.sent.subarray(1, 1537));
        expect(echo.rest).toBe('tail');
        expect(feed(server, Buffer.concat([echo.sent, Buffer.from('next')]), serverStep).rest).toBe('next');
      }),
      { numRuns: 50 },
    );
  });

  test.each([8, 772] as const)('a client that signs its packet at %i gets a signed answer', (scheme) => {
    const { hello } = new ClientHandshake();
    hello.set([9, 0, 124, 2], 5);
    signFirst(hello.subarray(1), scheme, 'player');
    const { sent } = feed(new ServerHandshake(), hello, 1537);
    const [first, second] = [sent.subarray(1, 1537), sent.subarray(1537)];
    expect(findDigest(first, 'server')?.scheme).toBe(scheme);
    const expected = Buffer.from(second);
    signSecond(expected, findDigest(hello.subarray(1), 'player')?.digest ?? hello);
    expect(second).toEqual(expected);
  });

  test('a client without a signature, or with a wrong one, gets its own packet back', () => {
    for (const version of [
      [0, 0, 0, 0],
      [9, 0, 124, 2],
    ]) {
      const { hello } = new ClientHandshake();
      signFirst(hello.subarray(1), 8, 'player');
      hello.set(version, 5);
      expect(feed(new ServerHandshake(), hello, 1537).sent.subarray(1537)).toEqual(hello.subarray(1));
    }
  });

  test('a peer that does not speak RTMP is recognised by its first byte', () => {
    expect(() => new ClientHandshake().receive(Buffer.from('HTTP/1.1 400'))).toThrow(ProtocolError);
    expect(() => new ServerHandshake().receive(Buffer.from('GET / HTTP/1.1'))).toThrow(ProtocolError);
  });
});

function feed(
  side: ClientHandshake | ServerHandshake,
  bytes: Buffer,
  step: number,
): { sent: Buffer; rest: string } {
  const sent: Buffer[] = [];
  let rest = '';
  let done = false;
  for (let at = 0; at < bytes.length; at += step) {
    const piece = bytes.subarray(at, at + step);
    if (done) {
      rest += piece.toString();
      continue;
    }
    const result = side.receive(piece);
    if (result.send) sent.push(result.send);
    done = result.rest !== null;
    rest += result.rest?.toString() ?? '';
  }
  return { sent: Buffer.concat(sent), rest };
}
