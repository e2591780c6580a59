import type { PublishRequest, SessionPlan } from '@neustream/shared/contracts/media-control.ts';
import { loginFits } from '@neustream/shared/node/adobe-login.ts';
import type { Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { LiveSession } from '../fanout/public.ts';
import type { PublishAttempt, Verdict } from '../ingest/public.ts';
import { isHashAmong, keyHash } from './key-hash.ts';

const ALLOWED: Verdict = { allowed: true };
const WRONG_KEY = { allowed: false, reason: 'WRONG_KEY' } as const satisfies Verdict;

/** How often a session's timeline tells of encoders refused for one reason: points in so many seconds. */
export const REFUSALS_TOLD = { points: 1, duration: 300 };

/** An encoder by what it proves that it knows the key: see `publishRequest`. */
export type EncoderClaim = Omit<PublishRequest, 'nodeId' | 'protocol'> & Pick<PublishAttempt, 'protocol'>;

/** What only the process knows that took the encoder. */
type AtOurOwnIngest = Pick<PublishAttempt, 'onlyLogin' | 'outwait'>;

/** Where the session of an encoder is that came to a process without it. */
export type Whereabouts =
  /** Carried by the process that asked, from now on. */
  | { session: 'here' }
  /** It has begun in another process, which takes hand-overs at this port. */
  | { session: 'elsewhere'; port: number }
  | { session: 'none'; reason: string };

/** What has to be known of a session to decide who may publish to it. */
type PublishedSession = Pick<LiveSession, 'plan' | 'taken' | 'events'>;

export interface PublishGateDeps {
  sessions: { publishingTo(publicId: string): PublishedSession | null };
  /** Finds the session of a path that this process does not carry, for who knows its key. Never throws. */
  find(claim: EncoderClaim): Promise<Whereabouts>;
  log: Logger;
}

/** Decides who may publish to the sessions that this process carries. */
export class PublishGate {
  readonly #deps: PublishGateDeps;
  readonly #told = new RateLimiterMemory(REFUSALS_TOLD);

  constructor(deps: PublishGateDeps) {
    this.#deps = deps;
  }

  /** Never throws. */
  mayPublish(attempt: PublishAttempt): Promise<Verdict> {
    return this.mayClaim(claimOf(attempt), attempt);
  }

  /** The same for an encoder that another program takes, unless more is given. Never throws. */
  async mayClaim(claim: EncoderClaim, more: AtOurOwnIngest = {}): Promise<Verdict> {
    const { publicId, protocol, address } = claim;
    const session = this.#deps.sessions.publishingTo(publicId);
    const verdict = await (session === null
      ? this.#withoutPlan(claim, more)
      : this.#withPlan(session, claim, more));
    if (verdict.allowed) {
      const what = more.onlyLogin === true ? 'an encoder logged in' : 'an encoder was admitted';
      this.#deps.log.info({ publicId, protocol, address }, what);
    } else {
      const what = verdict.handOverTo === undefined ? 'an encoder was refused' : 'an encoder is handed over';
      this.#deps.log.info({ publicId, protocol, address, reason: verdict.reason }, what);
    }
    return verdict;
  }

  async #withPlan(session: PublishedSession, claim: EncoderClaim, more: AtOurOwnIngest): Promise<Verdict> {
    if (!knowsKey(session.plan, claim)) {
      // Once its encoder is there, a wrong key is somebody else's.
      if (!session.taken) await this.#tellRefusal(session, claim, WRONG_KEY.reason);
      return WRONG_KEY;
    }
    if (more.onlyLogin === true || !session.taken) return ALLOWED;
    const { protocol } = claim;
    const other = (await more.outwait?.()) ?? 'alive';
    if (other === 'silent')
      session.events.add({ kind: 'encoder.replaced', hop: 'encoder', data: { protocol } });
    if (other !== 'alive') return ALLOWED;
    const reason = 'ALREADY_PUBLISHING';
    await this.#tellRefusal(session, claim, reason);
    return { allowed: false, reason };
  }

  /** An encoder that tries again and again is no news: its refusals would push real events out of the timeline. */
  async #tellRefusal(
    { plan, events }: PublishedSession,
    { protocol }: EncoderClaim,
    reason: 'WRONG_KEY' | 'ALREADY_PUBLISHING',
  ): Promise<void> {
    const mayTell = await this.#told.consume(`${reason} ${plan.sessionId}`).then(
      () => true,
      () => false,
    );
    if (mayTell) events.add({ kind: 'encoder.rejected', hop: 'encoder', data: { reason, protocol } });
  }

  async #withoutPlan(claim: EncoderClaim, more: AtOurOwnIngest): Promise<Verdict> {
    const found = await this.#deps.find(claim);
    if (found.session === 'none') return { allowed: false, reason: found.reason };
    if (found.session === 'elsewhere') {
      // One that only logs in asks to publish next, and is handed over then.
      return more.onlyLogin === true
        ? ALLOWED
        : { allowed: false, reason: 'ELSEWHERE', handOverTo: found.port };
    }
    const session = this.#deps.sessions.publishingTo(claim.publicId);
    return session === null
      ? { allowed: false, reason: 'SESSION_GONE' }
      : this.#withPlan(session, claim, more);
  }
}

/** The attempt as it is told to other processes: without the key itself. */
export function claimOf({ publicId, key, login = null, protocol, address }: PublishAttempt): EncoderClaim {
  return { publicId, keyHash: login === null ? keyHash(key) : null, login, protocol, address };
}

/** Whether the encoder brought a key of the plan, or proved with its login that it knows one. */
export function knowsKey(
  { publicId, publishKeyHashes, publishLogins }: SessionPlan,
  { keyHash: hash, login }: EncoderClaim,
): boolean {
  if (hash !== null) return isHashAmong(hash, publishKeyHashes);
  if (login === null || login.user !== publicId) return false;
  return publishLogins.filter((one) => loginFits(one, login)).length > 0;
}
