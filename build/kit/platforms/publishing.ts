import type { Socket } from 'node:net';
import type { AmfValue } from '../rtmp/amf0.ts';
import { type Message, TYPE } from '../rtmp/chunks.ts';
import {
  type ConnectRequest,
  ReceivingConnection,
  type ReceivingHandler,
  type Refusal,
} from '../rtmp/receiving.ts';
import type { Behaviour } from './behaviour.ts';
import { hangUp, reset } from './hang-up.ts';
import { loginRefusal } from './login-rules.ts';
import { sayOddThings } from './odd-commands.ts';
import type { ReceivedStream } from './platform.ts';
import { ReceivedBook } from './received.ts';

const CODE = 'NetConnection.Connect.Rejected';
const NO_APPLICATION: Refusal = { code: CODE, description: 'No such application.' };
const ELSEWHERE: Refusal = { code: CODE, description: 'RTMP 302 Redirect' };
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
export class Publishing implements ReceivingHandler {
  readonly #platform: PublishingHost;
  readonly #socket: Socket;
  readonly #listener: PublishingListener;
  #book: ReceivedBook | undefined;
  #connection: ReceivingConnection | undefined;

  constructor(platform: PublishingHost, socket: Socket, listener: PublishingListener) {
    this.#platform = platform;
    this.#socket = socket;
    this.#listener = listener;
  }

  begin(): ReceivingConnection {
    this.#connection = new ReceivingConnection(this.#socket, this);
    return this.#connection;
  }

  get answersPublishByResult(): boolean {
    return this.#platform.behaviour.kind === 'result-for-publish';
  }

  connect(request: ConnectRequest): Refusal | 'silence' | null {
    const { behaviour } = this.#platform;
    this.#platform.connects.push(request);
    if (behaviour.kind === 'ask-login') return loginRefusal(request.app, behaviour.login);
    if (behaviour.kind === 'reject-connect') return NO_APPLICATION;
    return this.#refuses('connect', behaviour);
  }

  publish(app: string, key: string): Refusal | 'silence' | null {
    const { behaviour } = this.#platform;
    this.#platform.publishRequests += 1;
    if (behaviour.kind === 'reject-publish')
      return { code: behaviour.code, description: `no place for ${key}` };
    const refused = this.#refuses('publish', behaviour);
    if (refused !== null) return refused;
    this.#book = new ReceivedBook(app, key);
    this.#platform.streams.push(this.#book.stream);
    if (behaviour.kind === 'close') setTimeout(() => hangUp(this.#socket, 'end'), behaviour.afterMs).unref();
    this.#platform.onPublish(this.#book.stream);
    return null;
  }

  command(values: readonly AmfValue[], connection: ReceivingConnection): void {
    if (this.#platform.behaviour.kind === 'odd-commands') sayOddThings(values, connection);
  }

  control(message: Message): void {
    this.#listener.onControl?.(message);
  }

  requestReconnect(tcUrl: string | undefined): void {
    const info = { level: 'status', code: 'NetConnection.Connect.ReconnectRequest' };
    const where = tcUrl === undefined ? info : { ...info, tcUrl };
    if (this.#book?.stream.endedAt === null) this.#connection?.answer(['onStatus', 0, null, where]);
  }

  media(message: Message): void {
    if (!this.#book) return;
    this.#listener.onMedia?.(this.#book.stream, message);
    if (message.type === TYPE.data) return;
    this.#book.add(message);
    this.#misbehave(this.#platform.behaviour, this.#book.stream.bytes);
  }

  unpublish(): void {
    this.#book?.end({ unpublished: true });
  }

  disconnected(): void {
    this.#book?.end({ unpublished: false });
  }

  #refuses(step: 'connect' | 'publish', behaviour: Behaviour): Refusal | 'silence' | null {
    if (!('step' in behaviour) || behaviour.step !== step) return null;
    if (behaviour.kind === 'redirect') return { ...ELSEWHERE, redirect: behaviour.to };
    hangUp(this.#socket, behaviour.how);
    return 'silence';
  }

  #misbehave(behaviour: Behaviour, bytes: number): void {
    if (!('afterBytes' in behaviour) || bytes < behaviour.afterBytes) return;
    if (behaviour.kind === 'reset') reset(this.#socket);
    if (behaviour.kind === 'freeze') this.#socket.pause();
    if (behaviour.kind === 'half-close') this.#socket.end();
  }
}
