import { randomUUID } from 'node:crypto';
import type { ErrorBody } from '@neustream/shared/contracts/errors.ts';
import type { RouteCall, RouteResult } from '@neustream/shared/contracts/route.ts';
import { askApi, type RouteName, type Routes } from '../../build/kit/api-client.ts';

export interface Answer<T> {
  status: number;
  body: T;
  headers: Headers;
}

/** A user of the API, who calls it by the names in the contract. */
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
  async call<N extends RouteName>(name: N, call: RouteCall<Routes[N]>): Promise<RouteResult<Routes[N]>> {
    const { status, body } = await this.try(name, call);
    if (status >= 300) throw new Error(`${name} answered ${status}: ${JSON.stringify(body)}`);
    return body as unknown as RouteResult<Routes[N]>;
  }

  /** Calls and returns whatever the answer is. */
  async try<N extends RouteName>(
    name: N,
    call: RouteCall<Routes[N]>,
    headers: Record<string, string> = {},
  ): Promise<Answer<ErrorBody>> {
    const accessToken = () => this.token;
    const answer = await askApi({ url: this.url, accessToken, headers, name, input: call });
    const { status, text } = answer;
    return { status, body: text === '' ? undefined : JSON.parse(text), headers: answer.headers };
  }

  /** A source with this many destinations. */
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
