import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { IngestProtocol } from '@neustream/shared/live/facts.ts';
import { networkOf } from '@neustream/shared/node/network-of.ts';
import type { Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import {
  type EncoderClaim,
  isAmong,
  knowsKey,
  REFUSALS_TOLD,
  type ServerApi,
  Tries,
  type Whereabouts,
} from '../../control/public.ts';
import { type Verdict, WRONG_KEY_REASONS } from '../../ingest/public.ts';
import type { SessionBoard } from './board.ts';
import type { Held } from './held.ts';

export interface EncoderClaimsDeps {
  nodeId: string;
  board: SessionBoard;
  server: ServerApi;
  /** The node takes nothing new. */
  isDraining(): boolean;
  log: Logger;
}

type Refusal = { session: 'none'; reason: string };

/** Finds the session of an encoder that came to a lane without it, or to MediaMTX; asks the API about unknown paths. */
export class EncoderClaims {
  readonly #deps: EncoderClaimsDeps;
  readonly #tries = new Tries();
  readonly #told = new RateLimiterMemory(REFUSALS_TOLD);

  constructor(deps: EncoderClaimsDeps) {
    this.#deps = deps;
  }

  /** For an encoder that came to this lane. Throws when the lane that has the session does not answer. */
  async find(claim: EncoderClaim, laneId: string): Promise<Whereabouts> {
    const found = await this.#session(claim, laneId);
    return 'session' in found ? found : this.#deps.board.bring(found, laneId);
  }

  /** For an encoder that came to MediaMTX. Never throws. */
  async mayPublish(claim: EncoderClaim): Promise<Verdict> {
    const found = await this.#session(claim);
    if ('session' in found) return { allowed: false, reason: found.reason };
    const lane = this.#deps.board.laneOf(found);
    if (lane === null) return { allowed: false, reason: 'NO_LANE' };
    try {
      await found.given;
      return await lane.calls.publish(claim);
    } catch (error) {
      this.#deps.log.warn(
        { err: error, lane: lane.id },
        'a lane did not answer whether an encoder may publish',
      );
      return { allowed: false, reason: 'LANE_AWAY' };
    }
  }

  /** Whether a preview of the path may be played with this token. */
  mayPlay(publicId: string, token: Secret): boolean {
    const held = this.#deps.board.publishingTo(publicId);
    return held !== null && isTaken(held) && isAmong(token, held.record.plan.playTokenHashes);
  }

  /** An encoder publishes at MediaMTX: its session's lane reads it, unless it does already. */
  found(publicId: string, protocol: IngestProtocol): void {
    const { board } = this.#deps;
    const held = board.publishingTo(publicId);
    if (held === null || isTaken(held)) return;
    const lane = board.laneOf(held);
    // Looked for again within a second.
    held.given.then(() => lane?.calls.found(publicId, protocol)).catch(() => undefined);
  }

  /** Whether an FFmpeg of ours reads this path at MediaMTX. */
  async isTranscoding(publicId: string): Promise<boolean> {
    const { board } = this.#deps;
    const held = board.publishingTo(publicId);
    const lane = held === null ? null : board.laneOf(held);
    return (await lane?.calls.isTranscoding(publicId).catch(() => false)) ?? false;
  }

  async #session(claim: EncoderClaim, laneId?: string): Promise<Held | Refusal> {
    const network = networkOf(claim.address).near;
    const held = this.#deps.board.publishingTo(claim.publicId);
    const found = held ?? (await this.#open(claim, network, laneId));
    if (held !== null && !knowsKey(held.record.plan, claim)) await this.#tellWrongKey(held, claim);
    const known = 'session' in found || knowsKey(found.record.plan, claim) ? found : refusal('WRONG_KEY');
    if ('session' in known && WRONG_KEY_REASONS.includes(known.reason)) await this.#tries.spend(network);
    return known;
  }

  /** The lane of a session that waits tells of it on the timeline. A flood of them must not become one of calls. */
  async #tellWrongKey(held: Held, claim: EncoderClaim): Promise<void> {
    const lane = this.#deps.board.laneOf(held);
    if (lane === null || isTaken(held)) return;
    const mayTell = await this.#told.consume(held.record.plan.sessionId).catch(() => null);
    // Nothing but the timeline depends on it.
    if (mayTell !== null) held.given.then(() => lane.calls.publish(claim)).catch(() => undefined);
  }

  async #open(claim: EncoderClaim, network: string, laneId?: string): Promise<Held | Refusal> {
    const { nodeId, server, board, isDraining, log } = this.#deps;
    if (isDraining()) return refusal('DRAINING');
    if (!(await this.#tries.left(network))) return refusal('TOO_MANY_TRIES');
    try {
      const answer = await server.publish({ ...claim, nodeId });
      if (!answer.allowed) return refusal(answer.code);
      board.accept(answer.plan, laneId);
      return board.publishingTo(claim.publicId) ?? refusal('SESSION_GONE');
    } catch (error) {
      const { publicId } = claim;
      log.warn({ err: error, publicId }, 'the API did not answer whether an encoder may publish');
      return refusal('API_AWAY');
    }
  }
}

/** Whether an encoder publishes to it, as its lane last reported. */
function isTaken({ facts }: Held): boolean {
  const status = facts?.ingest.status;
  return status === 'publishing' || status === 'rejected';
}

function refusal(reason: string): Refusal {
  return { session: 'none', reason };
}
