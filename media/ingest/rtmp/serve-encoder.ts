import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import type { IngestProtocol } from '@neustream/shared/live/facts.ts';
import type { NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import type { ReadPacing } from '../../relay/public.ts';
import {
  type BatchedReader,
  type PublishAsk,
  type PublishVerdict,
  RtmpServerSession,
  readBatched,
} from '../../relay/public.ts';
import { type IngestListener, publicIdOf } from '../ingest.ts';
import { RtmpPublisher } from './publisher.ts';

/** A session has to take a new encoder's messages within this time, or the encoder is refused. In ms. */
const ATTACH_MS = 2000;
/** A wrong key is answered after this delay, so that guessing is slow. In ms. */
const REFUSAL_DELAY_MS = 1000;

export interface ServeEncoderDeps {
  protocol: IngestProtocol;
  listener: IngestListener;
  /** Who publishes on which public id; entries are added and removed here. */
  publishers: Map<string, RtmpPublisher>;
  now: Clock;
  pacing: ReadPacing | undefined;
  internals: NodeInternals | undefined;
}

const REFUSED: PublishVerdict = {
  accepted: false,
  code: 'NetStream.Publish.Denied',
  description: 'This stream key may not publish here.',
};
const TAKEN: PublishVerdict = {
  accepted: false,
  code: 'NetStream.Publish.BadName',
  description: 'Another encoder is already publishing with this stream key.',
};

/** Serves one RTMP connection of an encoder, from its handshake to its end. */
export function serveEncoder(accepted: Socket, deps: ServeEncoderDeps): void {
  new EncoderConnection(accepted, deps);
}

class EncoderConnection {
  readonly #deps: ServeEncoderDeps;
  readonly #address: string;
  readonly #session: RtmpServerSession;
  readonly #reader: BatchedReader;
  #publicId: string | null = null;
  #publisher: RtmpPublisher | null = null;
  #left = false;

  constructor(accepted: Socket, deps: ServeEncoderDeps) {
    this.#deps = deps;
    this.#address = accepted.remoteAddress ?? '';
    const { socket, reader } = readBatched(accepted, {
      pacing: deps.pacing,
      internals: deps.internals,
      onBytes: (bytes) => this.#session.receive(bytes),
      onBatchEnd: () => this.#publisher?.batchEnd(),
    });
    this.#reader = reader;
    this.#session = new RtmpServerSession({
      socket,
      onPublish: (ask) => this.#answer(ask),
      onEnd: () => this.#leave(),
    });
  }

  async #answer(ask: PublishAsk): Promise<PublishVerdict> {
    const { protocol, listener, publishers } = this.#deps;
    const publicId = publicIdOf(`${ask.app}/${ask.streamName}`);
    if (publicId === null) return this.#refuse(REFUSED);
    const key = new Secret(new URLSearchParams(ask.query).get('key') ?? '');
    const verdict = await listener.mayPublish({ publicId, key, protocol, address: this.#address });
    if (!verdict.allowed) return this.#refuse(verdict.reason === 'ALREADY_PUBLISHING' ? TAKEN : REFUSED);
    // It may have hung up in the meantime: an entry added now would never be removed.
    if (this.#left) return REFUSED;
    if (publishers.has(publicId)) return this.#refuse(TAKEN);
    const publisher = new RtmpPublisher({
      protocol,
      encoder: ask.encoder,
      hangUp: () => this.#session.close('replaced'),
      now: this.#deps.now,
    });
    this.#publicId = publicId;
    this.#publisher = publisher;
    publishers.set(publicId, publisher);
    listener.onPublish(publicId, protocol);
    const attached = await Promise.race([publisher.attached.then(() => true), pause(ATTACH_MS, false)]);
    if (!attached) return this.#refuse(REFUSED);
    this.#reader.pace();
    return { accepted: true, onMessage: (message) => publisher.take(message) };
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
