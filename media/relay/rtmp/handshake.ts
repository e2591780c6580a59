import { randomFillSync } from 'node:crypto';
import { ProtocolError } from './protocol-error.ts';

/**
 * The RTMP handshake (RTMP specification 1.0, section 5.2), both sides, without sockets.
 * Every platform takes the plain form; the digests of Flash Player are not needed.
 */

const VERSION = 3;
const PACKET = 1536;
const RANDOM_FROM = 8;

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
    const echo = step.complete.subarray(1);
    const send = Buffer.concat([Buffer.from([VERSION]), randomPacket(), echo]);
    return { send, rest: this.#takeEcho(step.rest) };
  }

  #takeEcho(bytes: Buffer): Buffer | null {
    const taken = Math.min(this.#echoLeft, bytes.length);
    this.#echoLeft -= taken;
    return this.#echoLeft > 0 ? null : bytes.subarray(taken);
  }
}
