import type { Duplex } from 'node:stream';
import { encoderName } from '../encoder-name.ts';
import type { MediaMessage } from '../media-message.ts';
import { type AmfObject, isAmfObject } from './amf-types.ts';
import { ServerHandshake } from './handshake.ts';
import { type Command, RtmpLink } from './link.ts';
import { MediaIntake } from './media-intake.ts';
import { USER_CONTROL } from './message-types.ts';
import { ProtocolError } from './protocol-error.ts';

/** What an encoder asks for. All of it is untrusted input. */
export interface PublishAsk {
  app: string;
  streamName: string;
  /** The query of the stream name or the application, without `?`; empty when there is none. */
  query: string;
  /** The encoder's own name (`flashVer`), such as `FMLE/3.0`; null when it has none. */
  encoder: string | null;
}

/** The answer to a publish: where its media goes, or why it is refused. */
export type PublishVerdict =
  | { accepted: true; onMessage: (message: MediaMessage) => void }
  | { accepted: false; code: PublishRejection; description: string };
export type PublishRejection =
  | 'NetStream.Publish.BadName'
  | 'NetStream.Publish.Denied'
  | 'NetStream.Publish.Rejected';

/**
 * `unpublished`: the encoder announced that it is stopping; `protocol`: it broke the protocol; `timeout`: too slow or
 * silent; `internal`: an error of ours.
 */
export type SessionEnd =
  | 'closed'
  | 'unpublished'
  | 'protocol'
  | 'timeout'
  | 'rejected'
  | 'replaced'
  | 'internal';

export interface ServerSessionOptions {
  /** Bytes for the encoder go here; bytes from it are passed to `receive`. The session ends it. */
  socket: Duplex;
  onPublish: (ask: PublishAsk) => Promise<PublishVerdict>;
  /** Called once, whatever ends the session. */
  onEnd: (end: SessionEnd) => void;
  /** From connection to publish, in ms. */
  publishDeadlineMs?: number;
  /** Silence after which a publishing encoder is considered gone, in ms. */
  idleMs?: number;
}

const PUBLISH_DEADLINE_MS = 10_000;
const IDLE_MS = 30_000;
const GOODBYE_MS = 500;
const STREAM_ID = 1;
const PEER_BANDWIDTH = 2_500_000;
const MAX_COMMAND_BYTES = 64 * 1024;
const MAX_MEDIA_BYTES = 16 * 1024 * 1024;
const MAX_NAME = 1024;
/** Answers that may wait for an encoder that keeps asking without reading, in bytes. */
const MAX_WAITING_BYTES = 256 * 1024;
const CONNECTED = {
  level: 'status',
  code: 'NetConnection.Connect.Success',
  description: 'Connection accepted.',
  objectEncoding: 0,
  fourCcList: ['*'],
  videoFourCcInfoMap: { '*': 4 },
  audioFourCcInfoMap: { '*': 4 },
  capsEx: 6,
};

/** One accepted RTMP connection that may publish one stream. */
export class RtmpServerSession {
  readonly #options: ServerSessionOptions;
  readonly #handshake = new ServerHandshake();
  readonly #intake = new MediaIntake();
  readonly #link: RtmpLink;
  #handshakeDone = false;
  #connect: AmfObject = {};
  #publishing = false;
  #sink: ((message: MediaMessage) => void) | null = null;
  #timer: NodeJS.Timeout;
  #received = true;
  #ended = false;

  constructor(options: ServerSessionOptions) {
    this.#options = options;
    this.#link = new RtmpLink({
      send: (bytes) => this.#send(bytes),
      onCommand: (command) => this.#onCommand(command),
      onMedia: (raw) => {
        const message = this.#sink ? this.#intake.read(raw) : null;
        if (message) this.#sink?.(message);
      },
      maxMessageBytes: MAX_COMMAND_BYTES,
    });
    this.#timer = setTimeout(() => this.close('timeout'), options.publishDeadlineMs ?? PUBLISH_DEADLINE_MS);
    options.socket.once('close', () => this.close('closed'));
    options.socket.on('error', () => this.close('closed'));
    options.socket.once('end', () => this.close('closed'));
  }

  /** Processes what arrived. Never throws: an encoder that breaks the protocol is disconnected. */
  receive(bytes: Buffer): void {
    if (this.#ended) return;
    this.#received = true;
    try {
      if (this.#handshakeDone) this.#link.receive(bytes);
      else this.#greet(bytes);
    } catch (error) {
      this.close(error instanceof ProtocolError ? 'protocol' : 'internal');
    }
  }

  /** Hangs up. Does nothing once ended. */
  close(end: SessionEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#sink = null;
    clearTimeout(this.#timer);
    const { socket } = this.#options;
    if (!socket.destroyed) {
      socket.end();
      const timer = setTimeout(() => socket.destroy(), GOODBYE_MS);
      socket.once('close', () => clearTimeout(timer));
    }
    this.#options.onEnd(end);
  }

  #greet(bytes: Buffer): void {
    const { send, rest } = this.#handshake.receive(bytes);
    if (send) this.#send(send);
    if (!rest) return;
    this.#handshakeDone = true;
    if (rest.length > 0) this.#link.receive(rest);
  }

  #send(bytes: Buffer): void {
    const { socket } = this.#options;
    if (socket.writableLength > MAX_WAITING_BYTES) this.close('protocol');
    if (socket.writable) socket.write(bytes);
  }

  #onCommand(command: Command): void {
    // Whatever followed the command that ended the session in the same bytes.
    if (this.#ended) return;
    switch (command.name) {
      case 'connect':
        this.#onConnect(command);
        return;
      case 'releaseStream':
      case 'FCPublish':
      case '_checkbw':
        this.#send(this.#link.command('_result', command.transaction, [null, undefined]));
        return;
      case 'createStream':
        this.#send(this.#link.command('_result', command.transaction, [null, STREAM_ID]));
        return;
      case 'publish':
        void this.#onPublish(command);
        return;
      case 'play':
        this.#status('error', 'NetStream.Play.Failed', 'This server only accepts streams.');
        this.close('rejected');
        return;
      case 'FCUnpublish':
      case 'deleteStream':
      case 'closeStream':
        if (this.#publishing) this.close('unpublished');
        return;
      default:
    }
  }

  #onConnect({ transaction, args }: Command): void {
    const [object] = args;
    this.#connect = isAmfObject(object) ? object : {};
    const properties = { fmsVer: 'FMS/3,5,7,7009', capabilities: 31, mode: 1 };
    this.#send(
      Buffer.concat([
        this.#link.opening(),
        this.#link.peerBandwidth(PEER_BANDWIDTH),
        this.#link.command('_result', transaction, [properties, CONNECTED]),
      ]),
    );
  }

  async #onPublish({ args }: Command): Promise<void> {
    if (this.#publishing) return;
    this.#publishing = true;
    const verdict = await this.#options.onPublish(readAsk(this.#connect, args[1]));
    if (this.#ended) return;
    if (!verdict.accepted) {
      this.#status('error', verdict.code, verdict.description);
      this.close('rejected');
      return;
    }
    this.#sink = verdict.onMessage;
    this.#link.maxMessageBytes = MAX_MEDIA_BYTES;
    this.#send(this.#link.userControl(USER_CONTROL.streamBegin, STREAM_ID));
    this.#status('status', 'NetStream.Publish.Start', 'Publishing.');
    this.#watchSilence();
  }

  #status(level: 'status' | 'error', code: string, description: string): void {
    this.#send(this.#link.command('onStatus', 0, [null, { level, code, description }], STREAM_ID));
  }

  #watchSilence(): void {
    clearTimeout(this.#timer);
    this.#received = false;
    this.#timer = setTimeout(() => {
      if (this.#received) this.#watchSilence();
      else this.close('timeout');
    }, this.#options.idleMs ?? IDLE_MS);
  }
}

function readAsk(connect: AmfObject, streamName: unknown): PublishAsk {
  const [app = '', appQuery = ''] = splitQuery(text(connect.app));
  const [name = '', nameQuery = ''] = splitQuery(text(streamName));
  const query = [nameQuery, appQuery].filter(Boolean).join('&');
  return {
    app: app.replace(/^\/+|\/+$/g, ''),
    streamName: name,
    query,
    encoder: encoderName(connect.flashVer),
  };
}

function splitQuery(value: string): string[] {
  const at = value.indexOf('?');
  return at < 0 ? [value] : [value.slice(0, at), value.slice(at + 1)];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_NAME) : '';
}
