import { randomBytes } from 'node:crypto';
import {
  AddressError,
  parseRtmpAddress,
  type RtmpAddress,
} from '@neustream/shared/destinations/rtmp-address.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { addressProblem } from '@neustream/shared/node/destinations/rules.ts';
import { RelayFailure } from '../failure.ts';
import { rejected, wordsOf } from '../refusal.ts';
import type { ConnectTarget } from '../rtmp/client.ts';
import { type Login, type LoginAsk, loginQuery, readLoginAsk } from '../rtmp/login.ts';
import type { Status } from '../rtmp/status.ts';
import type { NetworkRules } from './network-rules.ts';

const MOST_REDIRECTS = 3;
/** How many rounds a login takes, each on a connection of its own: the name, then the answer to a challenge. */
const LOGIN_ROUNDS = ['name', 'answer'] as const;

export interface WayInOptions {
  address: RtmpAddress;
  /** Null when none is saved. */
  login: Login | null;
  /** Removed from what servers say. */
  streamKey: Secret;
  network: NetworkRules;
  /** A server sent us on to this one: its address without application and query, which may be secret. */
  onRedirect?: ((server: string) => void) | undefined;
}

/**
 * The way into an application: where to connect next, and with what. A server that refuses may ask for a login, in up
 * to two rounds, or send us on to another server, which is held to the same rules as the first.
 */
export class WayIn {
  readonly streamKey: Secret;
  readonly network: NetworkRules;
  readonly #options: WayInOptions;
  #address: RtmpAddress;
  #query = '';
  #rounds = 0;
  #redirects = 0;

  constructor(options: WayInOptions) {
    this.streamKey = options.streamKey;
    this.network = options.network;
    this.#options = options;
    this.#address = options.address;
  }

  /** The server to dial. */
  get address(): RtmpAddress {
    return this.#address;
  }

  /** Whether it was a server that named this address, and not the user. */
  get redirected(): boolean {
    return this.#redirects > 0;
  }

  /** The application to ask for, with what a login adds to it. */
  get target(): ConnectTarget {
    const { app, tcUrl } = this.#address;
    return { app: `${app}${this.#query}`, tcUrl: `${tcUrl}${this.#query}` };
  }

  /**
   * Takes the next step after a server refused: try again with what is now known.
   * @throws RelayFailure when the refusal leads nowhere
   */
  refused(step: 'connect' | 'publish', status: Status): void {
    if (status.redirect !== null) {
      this.#redirect(status.redirect);
      return;
    }
    const ask = step === 'connect' ? readLoginAsk(status.description) : null;
    if (ask === null) throw rejected(step, status, this.streamKey);
    this.#logIn(ask, status);
  }

  /**
   * The way to where a server that was published to asks us to reconnect: an address, or one relative to its own.
   * @throws RelayFailure `REDIRECT_FAILED` when it may not be used
   */
  onwards(tcUrl: string | null): WayIn {
    const address = tcUrl === null ? this.#address : this.#permitted(tcUrl);
    return new WayIn({ ...this.#options, address });
  }

  #logIn(ask: LoginAsk, status: Status): void {
    const { login } = this.#options;
    const detail = wordsOf(status, this.streamKey);
    if (login === null) throw new RelayFailure('LOGIN_MISSING', { detail });
    const round = ask.kind === 'name' ? 'name' : 'answer';
    if (ask.kind === 'refused' || this.#rounds > LOGIN_ROUNDS.indexOf(round)) {
      throw new RelayFailure('LOGIN_REJECTED', { detail });
    }
    this.#rounds = LOGIN_ROUNDS.indexOf(round) + 1;
    const clientNonce = randomBytes(4).toString('hex');
    this.#query = loginQuery(ask, { login, app: this.#address.app, clientNonce });
  }

  #redirect(to: string): void {
    if (this.#redirects === MOST_REDIRECTS) throw redirectFailed(this.#address);
    this.#address = this.#permitted(to);
    this.#redirects += 1;
    this.#query = '';
    this.#rounds = 0;
    this.#options.onRedirect?.(serverOf(this.#address));
  }

  /** The stream key goes only where the user's own rules let it go, and never from a secure server to an open one. */
  #permitted(to: string): RtmpAddress {
    const address = parsed(to, this.#address.tcUrl);
    const readable = this.#address.secure && !address.secure;
    if (readable || addressProblem(address, this.network) !== null) throw redirectFailed(address);
    return address;
  }
}

function parsed(to: string, base: string): RtmpAddress {
  try {
    return parseRtmpAddress(URL.parse(to, base)?.href ?? to);
  } catch (error) {
    if (error instanceof AddressError) throw redirectFailed(null);
    throw error;
  }
}

/** A server's address as it may be shown. */
function serverOf({ secure, host, port }: RtmpAddress): string {
  const shown = host.includes(':') ? `[${host}]` : host;
  return `${secure ? 'rtmps' : 'rtmp'}://${shown}:${port}`;
}

/** The server sent us on to where we cannot go; null when what it named is no address. */
export function redirectFailed(to: RtmpAddress | null): RelayFailure {
  return new RelayFailure('REDIRECT_FAILED', { detail: to && serverOf(to) });
}
