import { request } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { HandedOver } from '../../ingest/public.ts';
import { HAND_OVER_HEADER, HAND_OVER_PROTOCOL, type HandOverHead, LANE_PATHS } from '../edge/contract.ts';

/** The other lane has to take the encoder within this time, in ms. */
const TAKEN_WITHIN_MS = 3000;
/** Bytes of the encoder that may wait here; beyond this it is not read until they have gone. */
const MOST_WAITING_BYTES = 512 * 1024;

export interface HandOverOptions {
  /** Where the lane that serves the encoder takes hand-overs. */
  port: number;
  token: Secret;
  encoder: HandedOver;
  onEnd(): void;
}

/**
 * Passes an encoder's bytes on to the lane that has begun its session, from the first one on, and the answers back.
 * What it was told here already, that lane does not tell it again.
 */
export class HandOver {
  readonly #encoder: HandedOver;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #tunnel: Socket | null = null;

  constructor({ port, token, encoder, onEnd }: HandOverOptions) {
    this.#encoder = encoder;
    const { protocol, address, heard } = encoder;
    for (const bytes of heard) this.#wait(bytes);
    const head: HandOverHead = { protocol, address, heardBytes: this.#waitingBytes };
    const call = request({
      host: '127.0.0.1',
      port,
      path: LANE_PATHS.encoders,
      headers: {
        authorization: `Bearer ${token.reveal()}`,
        connection: 'upgrade',
        upgrade: HAND_OVER_PROTOCOL,
        [HAND_OVER_HEADER]: JSON.stringify(head),
      },
    });
    const late = setTimeout(() => call.destroy(), TAKEN_WITHIN_MS);
    call.on('upgrade', (_response, tunnel: Socket, first: Buffer) => {
      clearTimeout(late);
      this.#open(tunnel, first);
    });
    call.on('response', () => call.destroy());
    call.on('close', () => {
      clearTimeout(late);
      if (this.#tunnel === null) encoder.socket.destroy();
    });
    call.on('error', () => undefined);
    encoder.socket.once('end', () => this.#tunnel?.end());
    encoder.socket.once('close', () => {
      call.destroy();
      this.#tunnel?.destroy();
      onEnd();
    });
    call.end();
  }

  /** Bytes of the encoder; valid only during the call. */
  take(bytes: Buffer): void {
    const copy = Buffer.from(bytes);
    if (this.#tunnel === null) this.#wait(copy);
    else if (!this.#tunnel.write(copy)) this.#encoder.hold(true);
  }

  #wait(bytes: Buffer): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes > MOST_WAITING_BYTES) this.#encoder.hold(true);
  }

  #open(tunnel: Socket, first: Buffer): void {
    const { socket, hold } = this.#encoder;
    this.#tunnel = tunnel;
    tunnel.setNoDelay();
    tunnel.on('error', () => undefined);
    tunnel.on('drain', () => hold(false));
    tunnel.on('data', (answer: Buffer) => {
      if (socket.writable && !socket.write(answer)) tunnel.pause();
    });
    socket.on('drain', () => tunnel.resume());
    tunnel.once('end', () => socket.end());
    tunnel.once('close', () => finish(socket));
    if (first.length > 0) socket.write(first);
    hold(!tunnel.write(Buffer.concat(this.#waiting)));
    this.#waiting = [];
  }
}

/** Ends a connection once everything that was written to it has been sent. */
function finish(socket: Duplex): void {
  if (socket.writableFinished) socket.destroy();
  else socket.end(() => socket.destroy());
}
