import type { Socket } from 'node:net';
import type { AmfValue } from '../rtmp/amf0.ts';
import { type Message } from '../rtmp/chunks.ts';
import {
  type ConnectRequest,
  ReceivingConnection,
  type ReceivingHandler,
  type Refusal,
} from '../rtmp/receiving.ts';
import type { Behaviour } from './behaviour.ts';
import type { ReceivedStream } from './platform.ts';
/** The scripted platform, as its connections see it. */
export interface PublishingHost {
  readonly behaviour: Behaviour;
  readonly streams: ReceivedStream[];
  readonly connects: ConnectRequest[];
  readonly onPublish: (stream: ReceivedStream) => void;
  publishRequests: number;
}
/** Who is told of what publishers send. */
export interface PublishingListener {
  onMedia?: (stream: ReceivedStream, message: Message) => void;
  onControl?: (message: Message) => void;
}
/** One connection's publish, treated as the platform's behaviour says. */
export declare class Publishing implements ReceivingHandler {
  #private;
  constructor(platform: PublishingHost, socket: Socket, listener: PublishingListener);
  begin(): ReceivingConnection;
  get answersPublishByResult(): boolean;
  connect(request: ConnectRequest): Refusal | 'silence' | null;
  publish(app: string, key: string): Refusal | 'silence' | null;
  command(values: readonly AmfValue[], connection: ReceivingConnection): void;
  control(message: Message): void;
  requestReconnect(tcUrl: string | undefined): void;
  media(message: Message): void;
  unpublish(): void;
  disconnected(): void;
}
