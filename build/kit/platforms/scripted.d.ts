import type { Certificate } from '../certificates.ts';
import type { Message } from '../rtmp/chunks.ts';
import type { ConnectRequest } from '../rtmp/receiving.ts';
import type { Behaviour } from './behaviour.ts';
import type { Platform, PlatformReport, ReceivedStream } from './platform.ts';
export interface ScriptedPlatformOptions {
  behaviour?: Behaviour;
  /** 0 (default): a free one. */
  port?: number;
  /** Makes it RTMPS. */
  certificate?: Certificate;
  /** Called with every audio, video and data message of accepted publishes. */
  onMedia?: (stream: ReceivedStream, message: Message) => void;
  /** Called with everything else that publishers send. */
  onControl?: (message: Message) => void;
}
/** A platform of our own that behaves as configured: the peer of integration tests and of the bench. */
export declare class ScriptedPlatform implements Platform {
  #private;
  /** Applies to everything from now on, including open connections. */
  behaviour: Behaviour;
  /** Called with each publish that is accepted. */
  onPublish: (stream: ReceivedStream) => void;
  /** Every publish that was accepted, oldest first. */
  readonly streams: ReceivedStream[];
  /** TCP connections accepted, and publishes requested, accepted or not. */
  connections: number;
  publishRequests: number;
  /** What publishers said of themselves in `connect`, oldest first. */
  readonly connects: ConnectRequest[];
  port: number;
  private constructor();
  static start(options?: ScriptedPlatformOptions): Promise<ScriptedPlatform>;
  /** Server address as a user enters it; the key is separate. */
  get address(): string;
  report(): Promise<PlatformReport>;
  /** Publishes in progress. */
  get current(): ReceivedStream[];
  /** Listens, after `stopListening` on the same port again. */
  listen(): Promise<void>;
  /** As when the server's machine goes down: nothing listens, every connection breaks. */
  stopListening(): Promise<void>;
  /** Breaks every open connection and keeps listening. */
  disconnectAll(): void;
  /** Asks every publisher to reconnect (enhanced RTMP v2, Reconnect Request), to this address if one is given. */
  requestReconnect(tcUrl?: string): void;
  /** Makes connections frozen by `freeze` read again. */
  thaw(): void;
  [Symbol.asyncDispose](): Promise<void>;
}
