import type { Socket } from 'node:net';
import { type AmfValue } from './amf0.ts';
import { type Message } from './chunks.ts';
/** A server's refusal. */
export interface Refusal {
  code: string;
  description: string;
  /** The server to go to instead (`ex.redirect` with code 302). */
  redirect?: string;
}
/** A publisher's `connect`. */
export interface ConnectRequest {
  app: string;
  /** Everything that the publisher says of itself, by name. */
  parameters: Readonly<Record<string, AmfValue>>;
}
/** What a receiving server does on one connection; a misbehaving one may answer each step differently. */
export interface ReceivingHandler {
  /** @returns why the connection to this application is refused, null to accept, `silence` to say nothing. */
  connect(request: ConnectRequest): Refusal | 'silence' | null;
  /** @returns why it is refused, null to accept, `silence` to say nothing. */
  publish(app: string, key: string): Refusal | 'silence' | null;
  /** Answers `publish` with `_result` in place of `onStatus`, as some servers do. */
  readonly answersPublishByResult?: boolean;
  /** Any command, before it is answered. */
  command?(values: readonly AmfValue[], connection: ReceivingConnection): void;
  /** Anything that is not media, in the order in which it arrives; valid only during the call. */
  control?(message: Message): void;
  /** Sound, picture, or data of theirs (metadata). */
  media(message: Message): void;
  /** The publisher announces the end. */
  unpublish(): void;
}
/**
 * The receiving half of RTMP on one socket, enough for any publisher: handshake, connect, createStream, publish,
 * acknowledgements. Written separately from the product's engine, to be an independent witness.
 */
export declare class ReceivingConnection {
  #private;
  constructor(socket: Socket, handler: ReceivingHandler);
  /** Feeds bytes from the socket. Closes it when they are not RTMP. */
  data(data: Buffer): void;
  /** Sends a command to the publisher. */
  answer(values: AmfValue[], streamId?: number): void;
  /** Sends the bytes of a command to the publisher, good or not. */
  command(payload: Buffer, streamId?: number): void;
}
