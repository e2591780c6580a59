import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import type { NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import type { LiveSession, Sessions } from '../../fanout/public.ts';
import { isOwnProtocol, type MediamtxAccess } from '../../ingest/public.ts';
import { type Feed, Relay } from '../../relay/public.ts';

/** MediaMTX on this machine, whatever destinations may be. */
const NETWORK = { allowPrivate: true, allowedPorts: null };

export interface PreviewsDeps {
  sessions: Pick<Sessions, 'all'>;
  /** Whether somebody watches the path at MediaMTX, or records it there. */
  isWatched(publicId: string): boolean;
  /** Null where there is no MediaMTX, or none yet. */
  mediamtx(): MediamtxAccess | null;
  /** Our credential for publishing to it. */
  token: Secret;
  internals: NodeInternals;
  now: Clock;
  random: () => number;
}

interface Preview {
  relay: Relay;
  feed: Feed;
  port: number;
  closing: boolean;
}

/**
 * Brings sessions of our own ingest to MediaMTX while somebody watches them there. An ordinary relay does it, so that a
 * viewer can cost the destinations as little as a further destination can.
 */
export class Previews {
  readonly #deps: PreviewsDeps;
  readonly #open = new Map<string, Preview>();
  #closed = false;

  constructor(deps: PreviewsDeps) {
    this.#deps = deps;
  }

  /** Opens and closes what has to be. Call it after every change; repeats are harmless. */
  reconcile(): void {
    const port = this.#deps.mediamtx()?.rtmp ?? null;
    const wanted = new Map<string, Feed>();
    for (const session of port === null || this.#closed ? [] : this.#deps.sessions.all()) {
      const feed = this.#watchedFeed(session);
      if (feed !== null) wanted.set(session.plan.publicId, feed);
    }
    for (const [publicId, preview] of this.#open) {
      const keep = wanted.get(publicId) === preview.feed && preview.port === port;
      if (!keep && !preview.closing) void this.#end(publicId, preview);
    }
    for (const [publicId, feed] of wanted) {
      if (port !== null && !this.#open.has(publicId)) this.#begin(publicId, feed, port);
    }
  }

  /** Settles when no connection is left; none is opened any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#open].map(([publicId, preview]) => this.#end(publicId, preview)));
  }

  #watchedFeed(session: LiveSession): Feed | null {
    if (!this.#deps.isWatched(session.plan.publicId)) return null;
    const { flowing } = session;
    // MediaMTX has the others already.
    return flowing !== null && isOwnProtocol(flowing.protocol) ? flowing.feed : null;
  }

  #begin(publicId: string, feed: Feed, port: number): void {
    const { token, internals, now, random } = this.#deps;
    const relay = new Relay({
      target: {
        id: publicId,
        address: `rtmp://127.0.0.1:${port}/live`,
        streamKey: new Secret(`${publicId}?token=${token.reveal()}`),
        audioTrack: 0,
        login: null,
      },
      feed,
      network: NETWORK,
      internals,
      clock: now,
      random,
      onChange: () => undefined,
    });
    this.#open.set(publicId, { relay, feed, port, closing: false });
  }

  async #end(publicId: string, preview: Preview): Promise<void> {
    preview.closing = true;
    await preview.relay.close('REMOVED');
    if (this.#open.get(publicId) === preview) this.#open.delete(publicId);
    if (!this.#closed) this.reconcile();
  }
}
