import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { networkOf } from '@neustream/shared/node/network-of.ts';
import type { Logger } from 'pino';
import type { LiveSession, Sessions } from '../fanout/public.ts';
import type { PublishAttempt, Verdict } from '../ingest/public.ts';
import { isAmong, keyHash } from './key-hash.ts';
import type { ServerApi } from './server-api.ts';
import { Tries } from './tries.ts';

const ALLOWED: Verdict = { allowed: true };
const WRONG_KEY: Verdict = { allowed: false, reason: 'WRONG_KEY' };
/** Refusals, by us or by the API, that suggest guessing. Others can also happen with the right key and cost no try. */
const GUESSES = ['WRONG_KEY', 'KEY_UNKNOWN'];

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

  constructor(deps: PublishGateDeps) {
    this.#deps = deps;
  }

  /** Never throws. */
  async mayPublish(attempt: PublishAttempt): Promise<Verdict> {
    const session = this.#deps.sessions.publishingTo(attempt.publicId);
    const verdict = session === null ? await this.#withoutPlan(attempt) : this.#withPlan(session, attempt);
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

  #withPlan(session: LiveSession, { key, protocol }: PublishAttempt): Verdict {
    const rightKey = isAmong(key, session.plan.publishKeyHashes);
    if (rightKey && !session.taken) return ALLOWED;
    const reason = rightKey ? 'ALREADY_PUBLISHING' : 'WRONG_KEY';
    if (rightKey)
      session.events.add({ kind: 'encoder.rejected', hop: 'encoder', data: { reason, protocol } });
    return { allowed: false, reason };
  }

  async #withoutPlan({ publicId, key, protocol, address }: PublishAttempt): Promise<Verdict> {
    const { nodeId, server, sessions, log } = this.#deps;
    if (!(await this.#tries.left(networkOf(address).near)))
      return { allowed: false, reason: 'TOO_MANY_TRIES' };
    try {
      const answer = await server.publish({ nodeId, publicId, keyHash: keyHash(key), protocol, address });
      if (!answer.allowed) return { allowed: false, reason: answer.code };
      sessions.accept(answer.plan);
      return isAmong(key, answer.plan.publishKeyHashes) ? ALLOWED : WRONG_KEY;
    } catch (error) {
      log.warn({ err: error, publicId }, 'the API did not answer whether an encoder may publish');
      return { allowed: false, reason: 'API_AWAY' };
    }
  }
}
