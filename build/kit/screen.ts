import { SERVER_EVENTS, type ServerEvent } from '@neustream/shared/contracts/server-events.ts';
import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { within } from '@neustream/shared/node/wait.ts';
import { io, type Socket } from 'socket.io-client';

type Status = ServerEvent<'stream-status'>;
type Seen = (status: Status) => boolean;

export interface ScreenOptions {
  url: string;
  accessToken: string;
  sourceId: string;
  /** Receives every frame as text. */
  onFrame?: (text: string) => void;
}

/** What a person sees of one source: a socket that holds the newest snapshot. */
export class Screen implements Disposable {
  /** Every status that each destination was shown with, and why, in order and without repeats. */
  readonly history = new Map<string, string[]>();
  newest: Status | null = null;
  /** When the newest snapshot came, in epoch ms. */
  newestAt = 0;
  readonly #socket: Socket;
  readonly #watchers = new Set<() => void>();

  constructor({ url, accessToken, sourceId, onFrame }: ScreenOptions) {
    this.#socket = io(url, {
      auth: { token: accessToken },
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
    });
    this.#socket.on('connect', () => this.#socket.emit('join-stream', { sourceId }));
    this.#socket.onAny((name: string, payload: unknown) => onFrame?.(`${name} ${JSON.stringify(payload)}`));
    this.#socket.on('stream-status', (payload: unknown) => this.#show(payload));
  }

  get session(): SessionView | null {
    return this.newest?.session ?? null;
  }

  /** The first snapshot, from the newest on, that `seen` accepts. */
  async until(what: string, seen: Seen, timeoutMs = 20_000): Promise<Status> {
    const { promise, resolve } = Promise.withResolvers<Status>();
    const look = () => {
      if (this.newest !== null && seen(this.newest)) resolve(this.newest);
    };
    this.#watchers.add(look);
    look();
    try {
      return await within(timeoutMs, `The screen did not show ${what}`, promise);
    } catch (error) {
      throw new Error(`The screen did not show ${what}; it shows ${this.summary()}.`, { cause: error });
    } finally {
      this.#watchers.delete(look);
    }
  }

  /** Waits until all these destinations are shown as live. */
  async allLive(destinationIds: readonly string[], timeoutMs = 20_000): Promise<SessionView> {
    const { session } = await this.until(
      `${destinationIds.length} live destinations`,
      (status) => destinationIds.every((id) => relayStatus(status, id) === 'LIVE'),
      timeoutMs,
    );
    if (session === null) throw new Error('There is no session.');
    return session;
  }

  summary(): string {
    const { session } = this;
    if (session === null) return `status ${this.newest?.status ?? 'unknown'}, no session`;
    const relays = session.relays.map(
      ({ name, status, reason_code }) => `${name}: ${status} ${reason_code ?? ''}`,
    );
    return `${session.status}, encoder ${session.ingest.status}, ${relays.join(', ')}`;
  }

  [Symbol.dispose](): void {
    this.#socket.disconnect();
  }

  #show(payload: unknown): void {
    this.newest = SERVER_EVENTS['stream-status'].payload.parse(payload);
    this.newestAt = Date.now();
    for (const relay of this.newest.session?.relays ?? []) {
      const line = relay.reason_code === null ? relay.status : `${relay.status} ${relay.reason_code}`;
      const lines = this.history.get(relay.destination_id) ?? [];
      if (lines.at(-1) !== line) lines.push(line);
      this.history.set(relay.destination_id, lines);
    }
    for (const look of [...this.#watchers]) look();
  }
}

function relayStatus({ session }: Status, destinationId: string): string | undefined {
  return session?.relays.find(({ destination_id }) => destination_id === destinationId)?.status;
}
