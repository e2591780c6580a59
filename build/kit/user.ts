import { randomUUID } from 'node:crypto';
import type { DestinationView } from '@neustream/shared/destinations/schemas.ts';
import type { RelayStatus } from '@neustream/shared/live/relay.ts';
import type {
  IngestAddresses,
  RelayView,
  SessionReport,
  SessionView,
} from '@neustream/shared/live/schemas.ts';
import { ApiClient } from './api-client.ts';
import type { Child } from './child.ts';
import { type EncoderOptions, startEncoder } from './encoder.ts';
import { until } from './wait.ts';

export interface Account {
  email: string;
  password: string;
}

/** A person with an account, acting over the public HTTP API. */
export class User {
  readonly api: ApiClient;
  readonly account: Account;

  private constructor(api: ApiClient, account: Account) {
    this.api = api;
    this.account = account;
  }

  /** Opens an account with a fresh address and signs in. */
  static async signUp(serverUrl: string, name = 'Test Person'): Promise<User> {
    const account = { email: `person-${randomUUID()}@example.com`, password: randomUUID() };
    const api = new ApiClient(serverUrl);
    const { access_token } = await api.call('register', { body: { ...account, display_name: name } });
    api.accessToken = access_token ?? null;
    return new User(api, account);
  }

  async createSource(name = 'Main stream'): Promise<Source> {
    const { source, ingest } = await this.api.call('createSource', { body: { name } });
    return new Source(this.api, { id: source.id, publicId: source.public_id, ingest });
  }
}

export interface NewPlatform {
  name: string;
  /** Server address without the key. */
  address: string;
  key: string;
  platform?: string;
}

interface SourceParts {
  id: string;
  publicId: string;
  ingest: IngestAddresses;
}

/** One configured stream of a user. */
export class Source {
  readonly id: string;
  readonly publicId: string;
  /** What to type into an encoder; with the ingest key, later with the token of the session. */
  ingest: IngestAddresses;
  readonly #api: ApiClient;

  constructor(api: ApiClient, { id, publicId, ingest }: SourceParts) {
    this.#api = api;
    this.id = id;
    this.publicId = publicId;
    this.ingest = ingest;
  }

  async addDestination({ name, address, key, platform = 'custom' }: NewPlatform): Promise<DestinationView> {
    const body = { name, platform, rtmp_url: address, stream_key: key };
    const { destination } = await this.#api.call('createDestination', { params: { id: this.id }, body });
    return destination;
  }

  async goLive(title = 'Test broadcast'): Promise<SessionView> {
    const { session, ingest } = await this.#api.call('goLive', {
      params: { sourceId: this.id },
      body: { title },
    });
    this.ingest = ingest;
    return session;
  }

  async end(): Promise<string> {
    const { session_id } = await this.#api.call('endLive', { params: { sourceId: this.id } });
    return session_id;
  }

  /** The open session, null while offline. */
  async session(): Promise<SessionView | null> {
    const { session } = await this.#api.call('currentSession', { params: { sourceId: this.id } });
    return session;
  }

  async sessionById(id: string): Promise<SessionView> {
    return this.#api.call('getSession', { params: { id } });
  }

  async report(sessionId: string): Promise<SessionReport> {
    return this.#api.call('sessionReport', { params: { id: sessionId } });
  }

  /** Waits until the relay to this destination has this status in the API. */
  async relay(name: string, status: RelayStatus, timeoutMs = 20_000): Promise<RelayView> {
    const find = async () => (await this.session())?.relays.find((relay) => relay.name === name);
    return until(
      async () => {
        const relay = await find();
        return relay?.status === status && relay;
      },
      { what: `the relay to ${name} being ${status}`, timeoutMs, everyMs: 100 },
    );
  }

  /** Address with the key for encoders that take one text; over RTMP. */
  get publishUrl(): string {
    const { rtmp } = this.ingest;
    if (rtmp === null) throw new Error('This node takes no RTMP.');
    return `${rtmp.server.replace(/\/$/, '')}/${rtmp.stream_key}`;
  }

  /** Publishes a test picture to this source. */
  startEncoder(options: Omit<EncoderOptions, 'url'> = {}): Child {
    return startEncoder({ ...options, url: this.publishUrl });
  }
}
