import { randomUUID } from 'node:crypto';
import { type ErrorBody, errorBody } from '@neustream/shared/contracts/errors.ts';
import { jsonSchema } from '@neustream/shared/contracts/kinds.ts';
import type { Route, RouteCall, RouteResult } from '@neustream/shared/contracts/route.ts';
import { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';
import type { DestinationView, NewDestination } from '@neustream/shared/destinations/schemas.ts';
import type { SessionView } from '@neustream/shared/live/schemas.ts';
import type { IngestAddresses, SourceView } from '@neustream/shared/sources/schemas.ts';

type Routes = typeof SERVER_ROUTES;
type RouteName = keyof Routes;

/** One answer of the API as it came. */
export interface Answer {
  /** Name of the route in the contract. */
  route: RouteName;
  status: number;
  headers: Headers;
  text: string;
}

export interface Where {
  /** Origin of the API. */
  url: string;
  /** Hears every answer of the API, good or bad. */
  onAnswer?: (answer: Answer) => void;
}

/** An answer of the API that is not a success. */
export class Refused extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers: Headers;

  constructor({ status, headers, text }: Answer) {
    const body = errorBody.parse(JSON.parse(text));
    super(`${status} ${body.code}: ${body.error}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
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

interface CallOptions {
  /** `Idempotency-Key`; a new one for each call unless given. */
  key?: string;
}

/** A person with an account, who uses the product through its API. */
export class Person {
  readonly account: Account;
  readonly #where: Where;
  #accessToken: string;
  refreshToken: string;

  private constructor(where: Where, account: Account, tokens: { access: string; refresh: string }) {
    this.#where = where;
    this.account = account;
    this.#accessToken = tokens.access;
    this.refreshToken = tokens.refresh;
  }

  /** Opens an account and signs in. */
  static async signUp(where: Where, given: Partial<Account> = {}): Promise<Person> {
    const account = { email: `${randomUUID()}@example.com`, password: `pass ${randomUUID()}`, ...given };
    const body = { ...account, display_name: 'Ada' };
    return Person.#enter(where, account, await send(where, 'register', { body }));
  }

  static async signIn(where: Where, account: Account): Promise<Person> {
    return Person.#enter(where, account, await send(where, 'login', { body: account }));
  }

  static #enter(where: Where, account: Account, answer: Answer): Person {
    if (answer.status >= 400) throw new Refused(answer);
    const tokens = SERVER_ROUTES.login.answer.parse(JSON.parse(answer.text));
    return new Person(where, account, {
      access: tokens.access_token ?? '',
      refresh: tokens.refresh_token ?? '',
    });
  }

  get accessToken(): string {
    return this.#accessToken;
  }

  /**
   * Calls an endpoint of the contract and checks the answer against it. Signs in anew when the access token has
   * become too old meanwhile.
   * @throws Refused
   */
  async call<N extends RouteName>(
    name: N,
    input: RouteCall<Routes[N]>,
    options: CallOptions = {},
  ): Promise<RouteResult<Routes[N]>> {
    let answer = await this.ask(name, input, options);
    if (answer.status === 401) {
      await this.#refresh();
      answer = await this.ask(name, input, options);
    }
    if (answer.status >= 400) throw new Refused(answer);
    const route: Route = SERVER_ROUTES[name];
    if (answer.status !== route.status) throw new Error(`${name} answered ${answer.status}.`);
    return jsonSchema(route.answer)?.parse(JSON.parse(answer.text)) as RouteResult<Routes[N]>;
  }

  async #refresh(): Promise<void> {
    const answer = await send(this.#where, 'refresh', { body: { refresh_token: this.refreshToken } });
    if (answer.status >= 400) throw new Refused(answer);
    const tokens = SERVER_ROUTES.refresh.answer.parse(JSON.parse(answer.text));
    this.#accessToken = tokens.access_token ?? '';
    this.refreshToken = tokens.refresh_token ?? '';
  }

  /** Calls an endpoint and gives the answer as it came. */
  ask(name: RouteName, input: object, { key = randomUUID() }: CallOptions = {}): Promise<Answer> {
    return send(this.#where, name, {
      ...input,
      headers: { authorization: `Bearer ${this.#accessToken}`, 'idempotency-key': key },
    });
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

interface Sending {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
}

async function send(where: Where, name: RouteName, sending: Sending): Promise<Answer> {
  const route: Route = SERVER_ROUTES[name];
  const { params = {}, query = {}, body, headers } = sending;
  const path = route.path.replace(/:(\w+)/g, (_, part: string) => encodeURIComponent(params[part] ?? ''));
  const search = new URLSearchParams(query).toString();
  const response = await fetch(`${where.url}${path}${search === '' ? '' : `?${search}`}`, {
    method: route.method.toUpperCase(),
    headers: { 'x-client': 'api', 'content-type': 'application/json', ...headers },
    signal: AbortSignal.timeout(15_000),
    ...(route.body === undefined ? {} : { body: JSON.stringify(body ?? {}) }),
  });
  const answer: Answer = {
    route: name,
    status: response.status,
    headers: response.headers,
    text: await response.text(),
  };
  where.onAnswer?.(answer);
  return answer;
}
