import { randomUUID } from 'node:crypto';
import type { ErrorBody } from '@neustream/shared/contracts/errors.ts';
import type { Route, RouteCall, RouteResult } from '@neustream/shared/contracts/route.ts';
import { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';

type Routes = typeof SERVER_ROUTES;

export interface Answer<T> {
  status: number;
  body: T;
  headers: Headers;
}

/** A user of the API: calls it by the names of the contract. */
export class TestClient {
  url: string;
  token: string | null = null;
  refreshToken: string | null = null;
  email = '';

  constructor(url: string) {
    this.url = url;
  }

  /** Registers a new account and signs it in. */
  static async register(
    url: string,
    password = 'correct horse battery',
    email = `${randomUUID()}@example.com`,
  ): Promise<TestClient> {
    const client = new TestClient(url);
    client.email = email;
    const body = { email: client.email, password, display_name: 'Ada' };
    const answer = await client.call('register', { body });
    client.token = answer.access_token ?? null;
    client.refreshToken = answer.refresh_token ?? null;
    return client;
  }

  /** Calls and expects success. */
  async call<N extends keyof Routes>(name: N, call: RouteCall<Routes[N]>): Promise<RouteResult<Routes[N]>> {
    const { status, body } = await this.try(name, call);
    if (status >= 300) throw new Error(`${name} answered ${status}: ${JSON.stringify(body)}`);
    return body as unknown as RouteResult<Routes[N]>;
  }

  /** Calls and gives whatever came. */
  async try<N extends keyof Routes>(
    name: N,
    call: RouteCall<Routes[N]>,
    headers: Record<string, string> = {},
  ): Promise<Answer<ErrorBody>> {
    const route: Route = SERVER_ROUTES[name];
    const { params = {}, query = {}, body } = call as { params?: object; query?: object; body?: unknown };
    const path = route.path.replace(/:(\w+)/g, (_, key: string) =>
      encodeURIComponent(String(Reflect.get(params, key))),
    );
    const url = new URL(path, this.url);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, String(value));
    const response = await fetch(url, {
      method: route.method.toUpperCase(),
      headers: {
        'x-client': 'api',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? undefined : JSON.parse(text),
      headers: response.headers,
    };
  }

  /** A source with so many destinations. */
  async sourceWith(destinations: number) {
    const created = await this.call('createSource', { body: { name: 'Main stream' } });
    const ids: string[] = [];
    for (let index = 0; index < destinations; index += 1) {
      const body = {
        platform: 'custom',
        name: `Place ${index}`,
        ...ADDRESS,
        stream_key: `canary-key-${index}`,
      };
      const { destination } = await this.call('createDestination', {
        params: { id: created.source.id },
        body,
      });
      ids.push(destination.id);
    }
    return { ...created, sourceId: created.source.id, destinationIds: ids };
  }
}

const ADDRESS = { rtmp_url: 'rtmp://127.0.0.1:1999/live' };
