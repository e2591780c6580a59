import type { SessionPlan } from '@neustream/shared/contracts/media-control.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { loginFits } from '@neustream/shared/node/adobe-login.ts';
import { networkOf } from '@neustream/shared/node/network-of.ts';
import type { Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { LiveSession, Sessions } from '../fanout/public.ts';
import { type PublishAttempt, type Verdict, WRONG_KEY_REASONS } from '../ingest/public.ts';
import { isAmong, keyHash } from './key-hash.ts';
import type { ServerApi } from './server-api.ts';
import { Tries } from './tries.ts';

const ALLOWED: Verdict = { allowed: true };
const WRONG_KEY: Verdict = { allowed: false, reason: 'WRONG_KEY' };

/** How often a session's timeline tells that another encoder was refused: points in so many seconds. */
const REFUSALS_TOLD = { points: 1, duration: 300 };

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
      const what = attempt.onlyLogin === true ? 'an encoder logged in' : 'an encoder was admitted';
      this.#deps.log.info({ publicId, protocol, address }, what);
    } else {
      if (WRONG_KEY_REASONS.includes(verdict.reason)) await this.#tries.spend(networkOf(address).near);
      this.#deps.log.info({ publicId, protocol, address, reason: verdict.reason }, 'an encoder was refused');
    }
    return verdict;
  }

  /** Whether a preview of the path may be played with this token. */
  mayPlay(publicId: string, token: Secret): boolean {
    const session = this.#deps.sessions.publishingTo(publicId);
    return session?.taken === true && isAmong(token, session.plan.playTokenHashes);
  }

  async #withPlan(session: LiveSession, attempt: PublishAttempt): Promise<Verdict> {
    if (!knowsKey(attempt, session.plan)) return WRONG_KEY;
    if (attempt.onlyLogin === true || !session.taken) return ALLOWED;
    const { protocol } = attempt;
    const other = (await attempt.outwait?.()) ?? 'alive';
    if (other === 'silent')
      session.events.add({ kind: 'encoder.replaced', hop: 'encoder', data: { protocol } });
    if (other !== 'alive') return ALLOWED;
    const reason = 'ALREADY_PUBLISHING';
    if (await this.#mayTell(session))
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

  async #withoutPlan(attempt: PublishAttempt): Promise<Verdict> {
    const { publicId, key, login = null, protocol, address } = attempt;
    const { nodeId, server, sessions, log } = this.#deps;
    if (!(await this.#tries.left(networkOf(address).near)))
      return { allowed: false, reason: 'TOO_MANY_TRIES' };
    try {
      const hash = login === null ? keyHash(key) : null;
      const answer = await server.publish({ nodeId, publicId, keyHash: hash, login, protocol, address });
      if (!answer.allowed) return { allowed: false, reason: answer.code };
      sessions.accept(answer.plan);
      return knowsKey(attempt, answer.plan) ? ALLOWED : WRONG_KEY;
    } catch (error) {
      log.warn({ err: error, publicId }, 'the API did not answer whether an encoder may publish');
      return { allowed: false, reason: 'API_AWAY' };
    }
  }
}

/** Whether the encoder brought a key of the plan, or proved with its login that it knows one. */
function knowsKey({ key, login = null }: PublishAttempt, plan: SessionPlan): boolean {
  if (login === null) return isAmong(key, plan.publishKeyHashes);
  return plan.publishLogins.filter((one) => loginFits(one, login)).length > 0;
}
