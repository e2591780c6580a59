import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { networkOf } from '@neustream/shared/node/network-of.ts';
import type { Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { LiveSession, Sessions } from '../fanout/public.ts';
import type { PublishAttempt, Verdict } from '../ingest/public.ts';
import { isAmong, keyHash } from './key-hash.ts';
import type { ServerApi } from './server-api.ts';
import { Tries } from './tries.ts';

const ALLOWED: Verdict = { allowed: true };
const WRONG_KEY: Verdict = { allowed: false, reason: 'WRONG_KEY' };
/** Refusals, by us or by the API, that suggest guessing. Others can also happen with the right key and cost no try. */
const GUESSES = ['WRONG_KEY', 'KEY_UNKNOWN'];

/** How often a session's timeline tells that another encoder was refused: points in so many seconds. */
const REFUSALS_TOLD = { points: 1, duration: 10 };

export interface PublishGateDeps {
  nodeId: string;
  sessions: Pick<Sessions, 'publishingTo' | 'accept'>;
  server: ServerApi;
  log: Logger;
}

/** Decides who may publish and who may watch, from the plans held; asks the API only about paths without a plan. */
export class PublishGate {
  readonly #deps: PublishGateDeps;
  readonly #tries = new Tries();
  readonly #told = new RateLimiterMemory(REFUSALS_TOLD);

  constructor(deps: PublishGateDeps) {
    this.#deps = deps;
  }

  /** Never throws. */
  async mayPublish(attempt: PublishAttempt): Promise<Verdict> {
    const session = this.#deps.sessions.publishingTo(attempt.publicId);
    const verdict = await (session === null ? this.#withoutPlan(attempt) : this.#withPlan(session, attempt));
    const { publicId, protocol, address } = attempt;
    if (verdict.allowed) {
      this.#deps.log.info({ publicId, protocol, address }, 'an encoder was admitted');
    } else {
      if (GUESSES.includes(verdict.reason)) await this.#tries.spend(networkOf(address).near);
      this.#deps.log.info({ publicId, protocol, address, reason: verdict.reason }, 'an encoder was refused');
    }
    return verdict;
  }

  /** Whether a preview of the path may be played with this token. */
  mayPlay(publicId: string, token: Secret): boolean {
    const session = this.#deps.sessions.publishingTo(publicId);
    return session?.taken === true && isAmong(token, session.plan.playTokenHashes);
  }

  async #withPlan(session: LiveSession, { key, protocol }: PublishAttempt): Promise<Verdict> {
    const rightKey = isAmong(key, session.plan.publishKeyHashes);
    if (rightKey && !session.taken) return ALLOWED;
    const reason = rightKey ? 'ALREADY_PUBLISHING' : 'WRONG_KEY';
    if (rightKey && (await this.#mayTell(session)))
      session.events.add({ kind: 'encoder.rejected', hop: 'encoder', data: { reason, protocol } });
    return { allowed: false, reason };
  }

  /** An encoder that tries again and again is no news: its refusals would push real events out of the timeline. */
  #mayTell({ plan }: LiveSession): Promise<boolean> {
    return this.#told.consume(plan.sessionId).then(
      () => true,
      () => false,
    );
  }

  async #withoutPlan({ publicId, key, protocol, address }: PublishAttempt): Promise<Verdict> {
    const { nodeId, server, sessions, log } = this.#deps;
    if (!(await this.#tries.left(networkOf(address).near)))
      return { allowed: false, reason: 'TOO_MANY_TRIES' };
    try {
      const answer = await server.publish({
        nodeId,
        publicId,
        keyHash: keyHash(key),
        login: null,
        protocol,
        address,
      });
      if (!answer.allowed) return { allowed: false, reason: answer.code };
      sessions.accept(answer.plan);
      return isAmong(key, answer.plan.publishKeyHashes) ? ALLOWED : WRONG_KEY;
    } catch (error) {
      log.warn({ err: error, publicId }, 'the API did not answer whether an encoder may publish');
      return { allowed: false, reason: 'API_AWAY' };
    }
  }
}
