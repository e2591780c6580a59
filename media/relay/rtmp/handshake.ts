import { randomFillSync } from 'node:crypto';
import { findDigest, signFirst, signSecond } from './handshake-digest.ts';
import { ProtocolError } from './protocol-error.ts';

/**
 * The RTMP handshake (RTMP specification 1.0, section 5.2), both sides, without sockets. Every platform takes the plain
 * form from us; encoders that sign theirs (`handshake-digest.ts`) get a signed answer.
 */

const VERSION = 3;
const PACKET = 1536;
const RANDOM_FROM = 8;
/** A version in a first packet, where the plain form has zeros, announces the digest. This is what servers answer. */
const VERSION_AT = 4;
const SERVER_VERSION = [3, 5, 1, 1];

function randomPacket(): Buffer {
  const packet = Buffer.alloc(PACKET);
  randomFillSync(packet, RANDOM_FROM);
  return packet;
}

/** Collects a fixed number of bytes that arrive in pieces. */
class Collector {
  readonly #bytes: Buffer;
  #filled = 0;

  constructor(length: number) {
    this.#bytes = Buffer.allocUnsafe(length);
  }

  /** The bytes once complete, and whatever followed them; null while incomplete. */
  receive(bytes: Buffer): { complete: Buffer; rest: Buffer } | null {
    const taken = bytes.copy(this.#bytes, this.#filled);
    this.#filled += taken;
    if (this.#filled > 0 && this.#bytes[0] !== VERSION) throw new ProtocolError('not an RTMP handshake');
    return this.#filled < this.#bytes.length ? null : { complete: this.#bytes, rest: bytes.subarray(taken) };
  }
}

/** Bytes to send now, and, when the handshake is over, the first bytes the peer sent after it. */
export interface HandshakeStep {
  send: Buffer | null;
  /** Non-null once done. Valid only during the call. */
  rest: Buffer | null;
}

/** The side that connects. Send `hello`, then pass it what arrives. */
export class ClientHandshake {
  readonly hello: Buffer = Buffer.concat([Buffer.from([VERSION]), randomPacket()]);
  readonly #answer = new Collector(1 + 2 * PACKET);

  /** @throws ProtocolError when the peer does not speak RTMP. */
  receive(bytes: Buffer): HandshakeStep {
    const step = this.#answer.receive(bytes);
    if (!step) return { send: null, rest: null };
    return { send: Buffer.from(step.complete.subarray(1, 1 + PACKET)), rest: step.rest };
  }
}

/** The side that is connected to. */
export class ServerHandshake {
  readonly #hello = new Collector(1 + PACKET);
  // C2 is one packet without a version byte: its first byte is arbitrary, so it is only counted.
  #echoLeft = PACKET;
  #greeted = false;

  /** @throws ProtocolError when the peer does not speak RTMP. */
  receive(bytes: Buffer): HandshakeStep {
    if (this.#greeted) return { send: null, rest: this.#takeEcho(bytes) };
    const step = this.#hello.receive(bytes);
    if (!step) return { send: null, rest: null };
    this.#greeted = true;
    const send = Buffer.concat([Buffer.from([VERSION]), ...answerTo(step.complete.subarray(1))]);
    return { send, rest: this.#takeEcho(step.rest) };
  }

  #takeEcho(bytes: Buffer): Buffer | null {
    const taken = Math.min(this.#echoLeft, bytes.length);
    this.#echoLeft -= taken;
    return this.#echoLeft > 0 ? null : bytes.subarray(taken);
  }
}

/** S1 and S2 for a client's C1: plain, or signed where the client signed. */
function answerTo(hello: Buffer): [Buffer, Buffer] {
  const first = randomPacket();
  const found = hello.readUInt32BE(VERSION_AT) === 0 ? null : findDigest(hello, 'player');
  if (found === null) return [first, hello];
  first.set(SERVER_VERSION, VERSION_AT);
  signFirst(first, found.scheme, 'server');
  const second = randomPacket();
  signSecond(second, found.digest);
  return [first, second];
}
