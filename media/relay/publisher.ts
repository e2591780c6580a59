import { parseRtmpAddress } from '@neustream/shared/destinations/rtmp-address.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import { openPublication, type Publication, publishOn } from './attempt.ts';
import { Carrier, type CarrierCounts } from './carrier.ts';
import { type Connection, openConnection } from './connection/connection.ts';
import type { NetworkRules } from './connection/network-rules.ts';
import { WayIn } from './connection/way-in.ts';
import { RelayFailure } from './failure.ts';
import type { Feed } from './feed/feed.ts';
import type { Login } from './rtmp/login.ts';

/** Where a relay sends to. */
export interface RelayTarget {
  id: string;
  /** `rtmp://` or `rtmps://` address without the key. */
  address: string;
  streamKey: Secret;
  /** For servers that ask for a user name and password; null when none is saved. */
  login: Login | null;
  /** Which sound track it gets, counted from 0: the first unless given; `all` for every track of sound and picture. */
  audioTrack?: number | 'all';
}

export interface PublisherOptions {
  target: RelayTarget;
  feed: Feed;
  network: NetworkRules;
  internals: NodeInternals;
  /** As in `RelayOptions`. */
  mostLagMs?: number;
  /** The server kept the publish or acknowledged media, and media flows. */
  onLive: () => void;
  /** Frames were dropped because the destination lagged behind, or others than before are. */
  onDropped: () => void;
  /** As in `WayInOptions`. */
  onRedirect?: ((server: string) => void) | undefined;
  /** The server said this many things that could not be read; told once for each publish. */
  onUnreadable: (commands: number) => void;
}

/** What all publishes of a relay have done together. */
export type PublisherCounts = CarrierCounts;

const NOTHING: PublisherCounts = {
  bytesSent: 0,
  bytesAcked: 0,
  framesDropped: 0,
  queuedBytes: 0,
  lagMs: 0,
  dropping: 'nothing',
  audioTrack: null,
};

/**
 * The publishes of one relay, one after the other and never two at a time. When a server asks us to reconnect, the next
 * connection is made while the publish goes on, so that only the publish itself remains to be done after it.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  #carrier: Carrier | null = null;
  /** Where the server that was last published to asked us to reconnect, and the connection that was made there. */
  #nextWay: WayIn | null = null;
  #next: Connection | null = null;
  #before: PublisherCounts = NOTHING;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  counts(): PublisherCounts {
    return this.#carrier === null ? this.#before : added(this.#before, this.#carrier.counts());
  }

  /**
   * One publish from dialling to its end.
   * @param onAccepted called when the server accepted it
   * @returns why it ended, once accepted; leaves nothing open but what the next publish needs
   * @throws RelayFailure why it could not begin, or the signal's reason when aborted
   */
  async publish(signal: AbortSignal, onAccepted: () => void): Promise<RelayFailure> {
    const publication = await this.#open(signal);
    onAccepted();
    const carrier = this.#carry(publication);
    void publication.reconnectAsked.then((tcUrl) =>
      this.#carrier === carrier ? this.#reconnect(publication.way, tcUrl, signal) : undefined,
    );
    try {
      const failure = await carrier.run(signal);
      // It asked to be left, and now it leaves us.
      const asked = this.#nextWay !== null && failure.hungUp;
      return asked ? new RelayFailure('RECONNECT_REQUESTED') : failure;
    } finally {
      this.#settle(publication);
    }
  }

  /** Gives up the connection that was made for the next publish. */
  close(): void {
    this.#next?.socket.destroy();
    this.#next = null;
    this.#nextWay = null;
  }

  async #open(signal: AbortSignal): Promise<Publication> {
    const [prepared, onwards] = [this.#next, this.#nextWay];
    this.#next = null;
    this.#nextWay = null;
    const publication = prepared === null ? null : await publishOn(prepared);
    const way = prepared?.way ?? onwards ?? this.#firstWay();
    return publication ?? openPublication({ way, signal });
  }

  #firstWay(): WayIn {
    const { target, network, onRedirect } = this.#options;
    const { streamKey, login } = target;
    return new WayIn({ address: parseRtmpAddress(target.address), streamKey, login, network, onRedirect });
  }

  #carry(publication: Publication): Carrier {
    const { feed, internals, target, mostLagMs, onLive, onDropped } = this.#options;
    const { audioTrack } = target;
    const flowing = Promise.withResolvers<void>();
    const onFlowing = flowing.resolve;
    const carrier = new Carrier({
      publication,
      feed,
      internals,
      audioTrack,
      mostLagMs,
      onFlowing,
      onDropped,
    });
    this.#carrier = carrier;
    void Promise.all([flowing.promise, publication.kept]).then(() => carrier.carries && onLive());
    return carrier;
  }

  #settle(publication: Publication): void {
    const { bytesSent, bytesAcked, framesDropped } = this.counts();
    this.#before = { ...NOTHING, bytesSent, bytesAcked, framesDropped };
    this.#carrier = null;
    const unreadable = publication.unreadable();
    if (unreadable > 0) this.#options.onUnreadable(unreadable);
  }

  /**
   * Makes the connection that the server asks for, and ends the publish for it. Where that is impossible, the publish goes
   * on as long as the server lets it.
   */
  async #reconnect(from: WayIn, tcUrl: string | null, signal: AbortSignal): Promise<void> {
    const carrier = this.#carrier;
    try {
      this.#nextWay = from.onwards(tcUrl);
      const connection = await openConnection({ way: from.onwards(tcUrl), signal });
      if (this.#carrier !== carrier || signal.aborted) {
        connection.socket.destroy();
        return;
      }
      this.#next = connection;
      carrier?.end(new RelayFailure('RECONNECT_REQUESTED'));
    } catch {
      // What is wrong is told when the server hangs up and the next publish meets it.
    }
  }
}

function added(before: PublisherCounts, now: PublisherCounts): PublisherCounts {
  return {
    ...now,
    bytesSent: before.bytesSent + now.bytesSent,
    bytesAcked: before.bytesAcked + now.bytesAcked,
    framesDropped: before.framesDropped + now.framesDropped,
  };
}
