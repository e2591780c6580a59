import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { IngestProtocol } from '@neustream/shared/live/facts.ts';
import { NO_INTERNALS, type NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import type { ReadPacing } from '../../relay/public.ts';
import {
  type BatchedReader,
  type MediaMessage,
  type PublishAsk,
  type PublishVerdict,
  RtmpServerSession,
  readBatched,
  type SessionEnd,
} from '../../relay/public.ts';
import { DirectSession } from '../direct/direct-session.ts';
import type { Measuring } from '../direct/measuring.ts';
import {
  type EncoderOrigin,
  type IngestListener,
  type Outwaited,
  PASSING_REASONS,
  type PublishAttempt,
  type Verdict,
} from '../ingest.ts';
import type { AdobeLogins } from '../rtmp/adobe-login.ts';
import { EncoderLogin } from '../rtmp/encoder-login.ts';
import { Allowance } from './allowance.ts';
import { HeardBytes } from './heard-bytes.ts';
import type { ConvertOpus } from './opus-sound.ts';
import { publishPath } from './publish-path.ts';
import { Publisher } from './publisher.ts';
import type { Stranger } from './strangers.ts';

/** A session has to take a new encoder's messages within this time, or the encoder is refused. In ms. */
const ATTACH_MS = 2000;
/** A wrong key is answered after this delay, so that guessing is slow. In ms. */
const REFUSAL_DELAY_MS = 1000;

export interface ServeEncoderDeps {
  protocol: IngestProtocol;
  /** Where it comes from, without port. */
  address: string;
  listener: IngestListener;
  /** Who publishes on which public id; entries are added and removed here. */
  publishers: Map<string, Publisher>;
  logins: AdobeLogins;
  /** Begins to measure a page's uplink, or says why not. */
  measure(permit: string): Promise<Measuring | 'REFUSED' | 'NOT_NOW'>;
  convertOpus: ConvertOpus | null;
  /** Milliseconds that setting the system's clock does not change. */
  steady: Clock;
  pacing: ReadPacing | undefined;
  internals: NodeInternals | undefined;
  /** Another process accepted it. */
  origin?: EncoderOrigin;
  /** As which it counts until it is admitted; null when it does not. */
  stranger: Stranger | null;
}

const REFUSED: PublishVerdict = {
  accepted: false,
  code: 'NetStream.Publish.Denied',
  description: 'This stream key may not publish here.',
};
/** Not a code that names the key: nothing is wrong with it. librtmp, and thus OBS, knows this one as a failure. */
const NOT_NOW: PublishVerdict = {
  accepted: false,
  code: 'NetStream.Failed',
  description:
    'Neustream cannot take the stream at the moment. The stream key is fine: try again in a few seconds.',
};
const TAKEN: PublishVerdict = {
  accepted: false,
  code: 'NetStream.Publish.BadName',
  description: 'Another encoder is already publishing with this stream key.',
};

/** A connection of an encoder in its own protocol. */
interface EncoderSession {
  receive(bytes: Buffer): void;
  leave(): void;
  close(end: SessionEnd): void;
}

/** Serves one connection of an encoder over RTMP, or of a page, from its first byte to its end. */
export function serveEncoder(accepted: Duplex, deps: ServeEncoderDeps): void {
  new EncoderConnection(accepted, deps);
}

class EncoderConnection {
  readonly #deps: ServeEncoderDeps;
  readonly #address: string;
  readonly #socket: Duplex;
  readonly #session: EncoderSession;
  readonly #reader: BatchedReader;
  /** Null once it is decided which process serves it. */
  #heard: HeardBytes | null = new HeardBytes();
  /** Takes its bytes when another process serves it. */
  #passOn: ((bytes: Buffer) => void) | null = null;
  readonly #login: EncoderLogin;
  /** The publisher before it, which was silent for so long that this one may take its place. */
  #outwaited: Publisher | null = null;
  #publicId: string | null = null;
  #publisher: Publisher | null = null;
  #left = false;
  readonly #allowance: Allowance;
  /** Decides how fast it is read; null until it is known what for. */
  #pace: { restMs(): number } | null = null;

  constructor(accepted: Duplex, deps: ServeEncoderDeps) {
    this.#deps = deps;
    this.#allowance = new Allowance(deps.steady);
    this.#address = deps.origin?.address ?? deps.address;
    const { socket, reader } = readBatched(accepted, {
      pacing: deps.pacing,
      internals: deps.origin === undefined ? deps.internals : NO_INTERNALS,
      onBytes: (bytes) => this.#hear(bytes),
      onBatchEnd: () => this.#endBatch(),
    });
    this.#login = new EncoderLogin({
      logins: deps.logins,
      mayPublish: (attempt) => this.#mayPublish(attempt),
      refusalDelayMs: REFUSAL_DELAY_MS,
    });
    this.#socket = socket;
    this.#reader = reader;
    const common = {
      socket,
      onPublish: (ask: PublishAsk) => this.#answer(ask),
      onEnd: () => this.#leave(),
    };
    this.#session =
      deps.protocol === 'direct'
        ? new DirectSession({ ...common, onMeasure: (permit) => this.#measure(permit) })
        : new RtmpServerSession({
            ...common,
            answeredBytes: deps.origin?.heardBytes ?? 0,
            onConnect: (ask) => this.#login.connect(ask),
          });
  }

  #hear(bytes: Buffer): void {
    if (this.#passOn === null) {
      this.#heard?.add(bytes);
      this.#deps.stranger?.heard(bytes.length);
      this.#session.receive(bytes);
    } else {
      this.#passOn(bytes);
    }
  }

  #endBatch(): void {
    if (this.#left) return;
    this.#publisher?.batchEnd();
    const restMs = this.#pace?.restMs() ?? 0;
    if (restMs === 0) return;
    this.#reader.hold(this.#socket, true);
    setTimeout(() => this.#reader.hold(this.#socket, false), restMs).unref();
  }

  async #answer(ask: PublishAsk): Promise<PublishVerdict> {
    const { protocol, listener, publishers } = this.#deps;
    const path = publishPath(ask);
    const login = path?.login ? this.#login.proofFor(path.publicId) : null;
    if (path === null || (path.login && login === null)) return this.#refuse(REFUSED);
    const { publicId, key } = path;
    const outwait = () => this.#outwait(publicId);
    const verdict = await this.#mayPublish({ publicId, key, login, outwait });
    if (this.#handOver(verdict)) return REFUSED;
    if (!verdict.allowed) return this.#refuse(answerTo(verdict.reason));
    // One that has not sent anything yet is not known to the session: it may have died as well.
    if (publishers.has(publicId) && this.#outwaited === null) await this.#outwait(publicId);
    // It may have hung up in the meantime: an entry added now would never be removed.
    if (this.#left) return REFUSED;
    // Nothing is waited for from here until the place is taken: somebody else may have waited for it too.
    if (!this.#vacate(publicId)) return this.#refuse(TAKEN);
    const publisher = new Publisher({
      protocol,
      encoder: ask.encoder,
      hangUp: (why) => this.#session.close(why),
      convertOpus: this.#deps.convertOpus,
      now: this.#deps.steady,
    });
    this.#publicId = publicId;
    this.#publisher = publisher;
    this.#pace = this.#allowance;
    publishers.set(publicId, publisher);
    listener.onPublish(publicId, protocol);
    const attached = await Promise.race([publisher.attached.then(() => true), pause(ATTACH_MS, false)]);
    if (!attached) return this.#refuse(NOT_NOW);
    this.#reader.pace();
    this.#deps.stranger?.admit();
    return { accepted: true, onMessage: (message) => this.#take(publisher, message) };
  }

  /** Bytes that are only counted: nobody else may have to serve them. */
  async #measure(permit: string): Promise<Measuring | 'REFUSED' | 'NOT_NOW'> {
    this.#heard = null;
    const measuring = await this.#deps.measure(permit);
    if (typeof measuring === 'string') {
      await pause(REFUSAL_DELAY_MS);
    } else {
      this.#pace = measuring;
      this.#deps.stranger?.admit();
    }
    return measuring;
  }

  #take(publisher: Publisher, message: MediaMessage): void {
    this.#allowance.spend(message.payload.length);
    publisher.take(message);
  }

  #mayPublish(attempt: Omit<PublishAttempt, 'protocol' | 'address'>): Promise<Verdict> {
    const { protocol, listener } = this.#deps;
    return listener.mayPublish({ ...attempt, protocol, address: this.#address });
  }

  /**
   * Has another process serve it from now on, if it has its session: what our own session decides no longer reaches it.
   * One that was handed over already stays.
   */
  #handOver(verdict: Verdict): boolean {
    const heard = this.#heard?.all ?? null;
    this.#heard = null;
    if (verdict.allowed || verdict.handOverTo === undefined || this.#left) return false;
    const { protocol, listener, origin } = this.#deps;
    if (heard === null || origin !== undefined) return false;
    const [socket, reader] = [this.#socket, this.#reader];
    const hold = (pause: boolean) => reader.hold(socket, pause);
    this.#session.leave();
    reader.pace();
    this.#deps.stranger?.admit();
    const encoder = { protocol, address: this.#address, socket, heard, hold };
    this.#passOn = listener.handOver(encoder, verdict.handOverTo);
    return true;
  }

  async #outwait(publicId: string): Promise<Outwaited> {
    const other = this.#deps.publishers.get(publicId);
    const outwaited = (await other?.outwait()) ?? 'alive';
    if (outwaited === 'silent') this.#outwaited = other ?? null;
    return outwaited;
  }

  /** Whether the path is free now: nobody publishes there, or somebody who has been silent, and is hung up on. */
  #vacate(publicId: string): boolean {
    const other = this.#deps.publishers.get(publicId);
    if (other === undefined) return true;
    if (other !== this.#outwaited) return false;
    other.close('replaced');
    return true;
  }

  async #refuse(verdict: PublishVerdict): Promise<PublishVerdict> {
    await pause(REFUSAL_DELAY_MS);
    return verdict;
  }

  #leave(): void {
    this.#left = true;
    const { publishers } = this.#deps;
    if (this.#publicId !== null && publishers.get(this.#publicId) === this.#publisher)
      publishers.delete(this.#publicId);
    this.#publisher?.gone();
  }
}

function answerTo(reason: string): PublishVerdict {
  if (reason === 'ALREADY_PUBLISHING') return TAKEN;
  return PASSING_REASONS.includes(reason) ? NOT_NOW : REFUSED;
}
