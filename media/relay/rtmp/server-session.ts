import type { Duplex } from 'node:stream';
import type { MediaMessage } from '../message/media-message.ts';
import { type AmfValue, isAmfObject } from './amf-types.ts';
import { type ConnectAsk, connectAsk, type PublishAsk, publishAsk } from './asks.ts';
import type { RawMessage } from './chunk-reader.ts';
import { EarlyMedia, MAX_EARLY_BYTES } from './early-media.ts';
import { ServerHandshake } from './handshake.ts';
import { type Command, RtmpLink } from './link.ts';
import { MediaIntake } from './media-intake.ts';
import { USER_CONTROL } from './message-types.ts';
import { ProtocolError } from './protocol-error.ts';
import {
  fcAnswer,
  result,
  STREAM_ID,
  streamStatus,
  turnAway,
  welcome,
  withoutQuery,
} from './server-answers.ts';

/** The answer to a publish: where its media goes, or why it is refused. */
export type PublishVerdict =
  | { accepted: true; onMessage: (message: MediaMessage) => void }
  | { accepted: false; code: PublishRejection; description: string };
/**
 * The answer to a connect: `description` is what the encoder is told, in the form that its login protocol asks for.
 * `later`: it may come again with the same.
 */
export type ConnectVerdict = { accepted: true } | { accepted: false; description: string; later?: boolean };
export type PublishRejection =
  | 'NetStream.Failed'
  | 'NetStream.Publish.BadName'
  | 'NetStream.Publish.Denied'
  | 'NetStream.Publish.Rejected';

/**
 * `unpublished`: the encoder announced that it is stopping; `protocol`: it broke the protocol; `timeout`: too slow or
 * silent; `internal`: an error of ours; `replaced`: another encoder took its place; `finished`: what it published to is
 * over; `stopping`: this process ends.
 */
export type SessionEnd =
  | 'closed'
  | 'unpublished'
  | 'protocol'
  | 'timeout'
  | 'rejected'
  | 'replaced'
  | 'finished'
  | 'stopping'
  | 'internal';

export interface ServerSessionOptions {
  /** Bytes for the encoder go here; bytes from it are passed to `receive`. The session ends it. */
  socket: Duplex;
  /** Whether it may connect; everybody may unless given. */
  onConnect?: (ask: ConnectAsk) => ConnectVerdict | Promise<ConnectVerdict>;
  onPublish: (ask: PublishAsk) => Promise<PublishVerdict>;
  /**
   * How many of the encoder's first bytes another session has answered, all but its publish: this one takes over from
   * it, and does not answer them again. 0 unless given.
   */
  answeredBytes?: number;
  /** Called once, whatever ends the session, unless `leave` did. */
  onEnd: (end: SessionEnd) => void;
  /** From connection to publish, in ms. */
  publishDeadlineMs?: number;
  /** Silence after which a publishing encoder is considered gone, in ms; it may take half as long again. */
  idleMs?: number;
}

const PUBLISH_DEADLINE_MS = 10_000;
/** As MediaMTX has it. */
const IDLE_MS = 10_000;
const GOODBYE_MS = 500;
const MAX_COMMAND_BYTES = 64 * 1024;
const MAX_MEDIA_BYTES = 16 * 1024 * 1024;
/** Answers that may wait for an encoder that keeps asking without reading, in bytes. */
const MAX_WAITING_BYTES = 256 * 1024;
const ACCEPTED: ConnectVerdict = { accepted: true };

/** One accepted RTMP connection that may publish one stream. */
export class RtmpServerSession {
  readonly #options: ServerSessionOptions;
  readonly #handshake = new ServerHandshake();
  readonly #intake = new MediaIntake();
  readonly #link: RtmpLink;
  #handshakeDone = false;
  #connected: Promise<ConnectAsk | null> | null = null;
  /** It is being decided whether the encoder may connect. */
  #connecting = false;
  #publishing = false;
  #streamName = '';
  readonly #early = new EarlyMedia();
  #sink: ((message: MediaMessage) => void) | null = null;
  #timer: NodeJS.Timeout;
  #received = true;
  #ended = false;
  /** Bytes still to come that have been answered elsewhere. */
  #answeredBytes: number;

  constructor(options: ServerSessionOptions) {
    this.#options = options;
    this.#answeredBytes = options.answeredBytes ?? 0;
    this.#link = new RtmpLink({
      send: (bytes) => this.#send(bytes),
      onCommand: (command) => this.#onCommand(command),
      onMedia: (raw) => this.#onMedia(raw),
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
    const answered = Math.min(this.#answeredBytes, bytes.length);
    try {
      if (answered > 0) this.#process(bytes.subarray(0, answered));
      this.#answeredBytes -= answered;
      if (answered < bytes.length && !this.#ended) this.#process(bytes.subarray(answered));
    } catch (error) {
      this.close(error instanceof ProtocolError ? 'protocol' : 'internal');
    }
  }

  /** Stops taking part in the connection, which goes on without this session. */
  leave(): void {
    this.#ended = true;
    this.#sink = null;
    clearTimeout(this.#timer);
  }

  #process(bytes: Buffer): void {
    if (this.#handshakeDone) this.#link.receive(bytes);
    else this.#greet(bytes);
  }

  /** Hangs up. Does nothing once ended. */
  close(end: SessionEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#sink = null;
    this.#early.take();
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
    if (this.#answeredBytes === 0) this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    const { socket } = this.#options;
    if (socket.writableLength > MAX_WAITING_BYTES) this.close('protocol');
    if (socket.writable) socket.write(bytes);
  }

  #onCommand(command: Command): void {
    // Whatever followed the command that ended the session in the same bytes.
    if (this.#ended) return;
    const { name, transaction, args } = command;
    switch (name) {
      case 'connect':
        // Each decision may ask other processes: who cannot wait for one is no encoder.
        if (this.#connecting) throw new ProtocolError('connects again before it was answered');
        void this.#onConnect(command);
        return;
      case 'FCPublish':
        this.#send(result(this.#link, transaction));
        this.#send(fcAnswer(this.#link, name, args[1]));
        return;
      case 'releaseStream':
      case '_checkbw':
        this.#send(result(this.#link, transaction));
        return;
      case 'createStream':
        this.#send(result(this.#link, transaction, STREAM_ID));
        return;
      case 'getStreamLength':
        this.#send(result(this.#link, transaction, 0));
        return;
      case 'publish':
        void this.#onPublish(command);
        return;
      case 'play':
        this.#status('error', 'NetStream.Play.Failed', 'This server only accepts streams.');
        this.close('rejected');
        return;
      case 'FCUnpublish':
        this.#send(fcAnswer(this.#link, name, args[1]));
        this.#send(result(this.#link, transaction));
        if (this.#isOwn(args[1])) this.#unpublish();
        return;
      case 'deleteStream':
      case 'closeStream':
        this.#unpublish();
        return;
      default:
    }
  }

  /** Some encoders unpublish what an earlier connection may have left behind, under its name. */
  #isOwn(name: AmfValue): boolean {
    return typeof name !== 'string' || withoutQuery(name) === this.#streamName;
  }

  #unpublish(): void {
    if (!this.#publishing) return;
    this.#status('status', 'NetStream.Unpublish.Success', 'Stopped publishing.');
    this.close('unpublished');
  }

  #onMedia(raw: RawMessage): void {
    if (!this.#publishing) return;
    const message = this.#intake.read(raw);
    if (message === null) return;
    if (this.#sink === null) this.#early.keep(message);
    else this.#sink(message);
  }

  async #onConnect({ transaction, args }: Command): Promise<void> {
    const answered = this.#answeredBytes > 0;
    const [object = null] = args;
    const ask = connectAsk(isAmfObject(object) ? object : {});
    const deciding = this.#options.onConnect?.(ask) ?? ACCEPTED;
    this.#connected = Promise.resolve(deciding).then(({ accepted }) => (accepted ? ask : null));
    // At once where it can be: answers keep the order of what they answer.
    this.#connecting = 'then' in deciding;
    const verdict = 'then' in deciding ? await deciding : deciding;
    this.#connecting = false;
    if (this.#ended) return;
    const bytes = verdict.accepted
      ? welcome(this.#link, transaction)
      : turnAway(this.#link, transaction, verdict);
    if (!answered) this.#write(bytes);
    if (!verdict.accepted) this.close('rejected');
  }

  async #onPublish({ args }: Command): Promise<void> {
    if (this.#publishing) return;
    this.#publishing = true;
    // At once: media may follow in the same bytes.
    this.#link.maxMessageBytes = MAX_EARLY_BYTES;
    const connected = await this.#connected;
    if (this.#ended) return;
    const ask = publishAsk(connected ?? connectAsk({}), args[1]);
    this.#streamName = ask.streamName;
    const verdict = await this.#options.onPublish(ask);
    if (this.#ended) return;
    if (!verdict.accepted) {
      this.#status('error', verdict.code, verdict.description);
      this.close('rejected');
      return;
    }
    this.#link.maxMessageBytes = MAX_MEDIA_BYTES;
    this.#write(this.#link.userControl(USER_CONTROL.streamBegin, STREAM_ID));
    this.#status('status', 'NetStream.Publish.Start', 'Publishing.');
    this.#watchSilence();
    for (const message of this.#early.take()) verdict.onMessage(message);
    this.#sink = verdict.onMessage;
  }

  #status(level: 'status' | 'error', code: string, description: string): void {
    this.#write(streamStatus(this.#link, { level, code, description }));
  }

  /** Looks twice in the time: the encoder is gone when nothing came before two looks in a row. */
  #watchSilence(quiet = 0): void {
    clearTimeout(this.#timer);
    this.#received = false;
    this.#timer = setTimeout(
      () => {
        if (this.#received) this.#watchSilence();
        else if (quiet === 0) this.#watchSilence(1);
        else this.close('timeout');
      },
      (this.#options.idleMs ?? IDLE_MS) / 2,
    );
  }
}
