import { setTimeout as pause } from 'node:timers/promises';
import type { PublishLoginProof } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import type { ConnectAsk, ConnectVerdict } from '../../relay/public.ts';
import { LOGIN_APP, type PublishAttempt, type Verdict, WRONG_KEY_REASONS } from '../ingest.ts';
import { type AdobeLogins, LOGIN_DEFERRED, LOGIN_REFUSED } from './adobe-login.ts';

const NO_KEY = new Secret('');
const REFUSED: ConnectVerdict = { accepted: false, description: LOGIN_REFUSED };
const DEFERRED: ConnectVerdict = { accepted: false, description: LOGIN_DEFERRED, later: true };

export interface EncoderLoginDeps {
  logins: AdobeLogins;
  /** Asks whether a login is right. Never throws. */
  mayPublish(attempt: Pick<PublishAttempt, 'publicId' | 'key' | 'login' | 'onlyLogin'>): Promise<Verdict>;
  /** A wrong password is answered after this delay, so that guessing is slow. In ms. */
  refusalDelayMs: number;
}

/** The login of one connection, if its encoder logs in at all. */
export class EncoderLogin {
  readonly #deps: EncoderLoginDeps;
  #proof: PublishLoginProof | null = null;

  constructor(deps: EncoderLoginDeps) {
    this.#deps = deps;
  }

  /** How the encoder proved that it knows this stream's key; null when it did not. */
  proofFor(publicId: string): PublishLoginProof | null {
    return this.#proof?.user === publicId ? this.#proof : null;
  }

  /** Answers its `connect`: at once, unless a password has to be checked. */
  connect({ app, query }: ConnectAsk): ConnectVerdict | Promise<ConnectVerdict> {
    this.#proof = null;
    if (app !== LOGIN_APP) return { accepted: true };
    const step = this.#deps.logins.step(query);
    if (step.kind === 'ask') return { accepted: false, description: step.description };
    return this.#logIn(step.kind === 'check' ? step.proof : null);
  }

  async #logIn(proof: PublishLoginProof | null): Promise<ConnectVerdict> {
    const verdict = proof === null ? REFUSED : await this.#check(proof);
    if (!verdict.accepted) await pause(this.#deps.refusalDelayMs);
    return verdict;
  }

  async #check(login: PublishLoginProof): Promise<ConnectVerdict> {
    const attempt = { publicId: login.user, key: NO_KEY, login, onlyLogin: true };
    const verdict = await this.#deps.mayPublish(attempt);
    if (!verdict.allowed) return WRONG_KEY_REASONS.includes(verdict.reason) ? REFUSED : DEFERRED;
    this.#proof = login;
    return { accepted: true };
  }
}
