import { randomUUID } from 'node:crypto';
import type { CallArguments } from '@neustream/shared/contracts/client.ts';
import { ApiFailure } from '@neustream/shared/contracts/failure.ts';
import type { RouteResult } from '@neustream/shared/contracts/route.ts';
import type { DestinationView, NewDestination } from '@neustream/shared/destinations/schemas.ts';
import type { SessionView } from '@neustream/shared/live/schemas.ts';
import type { IngestAddresses, SourceView } from '@neustream/shared/sources/schemas.ts';
import { type Answer, askApi, createApi, type RouteName, type Routes } from './api-client.ts';

export interface Where {
  /** Origin of the API. */
  url: string;
  /** Called with every answer of the API, good or bad. */
  onAnswer?: (answer: Answer) => void;
}

export interface Source {
  view: SourceView;
  ingestKey: string;
  ingest: IngestAddresses;
}

export interface Account {
  email: string;
  password: string;
}

/** A person with an account, who uses the product through its API. */
export class Person {
  readonly account: Account;
  readonly #where: Where;
  #accessToken: string | null = null;
  refreshToken = '';

  private constructor(where: Where, account: Account) {
    this.#where = where;
    this.account = account;
  }

  /** Opens an account and signs in. */
  static async signUp(where: Where, given: Partial<Account> = {}): Promise<Person> {
    const account = { email: `${randomUUID()}@example.com`, password: `pass ${randomUUID()}`, ...given };
    const body = { ...account, display_name: 'Ada' };
    const person = new Person(where, account);
    person.#keep(await person.#send('register', [{ body }]));
    return person;
  }

  static async signIn(where: Where, account: Account): Promise<Person> {
    const person = new Person(where, account);
    person.#keep(await person.#send('login', [{ body: account }]));
    return person;
  }

  get accessToken(): string {
    return this.#accessToken ?? '';
  }

  /**
   * Calls an endpoint of the contract and checks the answer against it. Signs in again if the access token has expired
   * in the meantime.
   * @throws ApiFailure
   */
  async call<N extends RouteName>(
    name: N,
    ...rest: CallArguments<Routes[N]>
  ): Promise<RouteResult<Routes[N]>> {
    try {
      return await this.#send(name, rest);
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.status !== 401) throw error;
      this.#keep(await this.#send('refresh', [{ body: { refresh_token: this.refreshToken } }]));
      return await this.#send(name, rest);
    }
  }

  /** Calls an endpoint and returns the answer as received. */
  async ask(name: RouteName, input: object, { key }: { key?: string } = {}): Promise<Answer> {
    const { url, onAnswer } = this.#where;
    const answer = await askApi({ url, accessToken: () => this.#accessToken, name, input, key });
    onAnswer?.(answer);
    return answer;
  }

  #send<N extends RouteName>(name: N, rest: CallArguments<Routes[N]>): Promise<RouteResult<Routes[N]>> {
    const { url, onAnswer } = this.#where;
    const api = createApi({
      url,
      accessToken: () => this.#accessToken,
      onAnswer: (answer) => onAnswer?.({ route: name, ...answer }),
    });
    return api.call(name, ...rest);
  }

  #keep({ access_token = '', refresh_token = '' }: RouteResult<Routes['login']>): void {
    this.#accessToken = access_token;
    this.refreshToken = refresh_token;
  }

  async createSource(name = 'Main stream'): Promise<Source> {
    const { source, ingest_key, ingest } = await this.call('createSource', { body: { name } });
    return { view: source, ingestKey: ingest_key, ingest };
  }

  async addDestination(
    sourceId: string,
    given: Pick<NewDestination, 'name'> & { address: string; key?: string; platform?: string },
  ): Promise<DestinationView> {
    const { name, address, key = `key-${randomUUID()}`, platform = 'custom' } = given;
    const body = { platform, name, rtmp_url: address, stream_key: key };
    const { destination } = await this.call('createDestination', { params: { id: sourceId }, body });
    return destination;
  }

  async goLive(sourceId: string, body: { title?: string; destination_ids?: string[] } = {}) {
    return await this.call('goLive', { params: { sourceId }, body });
  }

  async endLive(sourceId: string) {
    return await this.call('endLive', { params: { sourceId } });
  }

  /** The open session of a source, null when it is offline. */
  async openSession(sourceId: string): Promise<SessionView | null> {
    return (await this.call('currentSession', { params: { sourceId } })).session;
  }

  session(id: string): Promise<SessionView> {
    return this.call('getSession', { params: { id } });
  }
}

/** Server and key put together, as encoders do. */
export function rtmpUrl({ rtmp }: IngestAddresses): string {
  if (rtmp === null) throw new Error('The ingest takes no RTMP.');
  return `${rtmp.server}/${rtmp.stream_key}`;
}
