import type { SessionEventView } from '@neustream/shared/live/schemas.ts';
import type { IngestAddresses } from '@neustream/shared/sources/schemas.ts';
import { Person } from '../kit/person.ts';
import type { Product } from '../kit/product.ts';
import { Screen } from '../kit/screen.ts';
import { Reception } from './reception.ts';
import type { RunningServer } from './servers.ts';

/** Instants in epoch ms. */
interface Timing {
  connectedAt: number;
  /** When the encoder was there again for the last time. */
  returnedAt: number;
  /** When each destination was shown LIVE first. */
  liveAt: number[];
}

interface SessionParts {
  person: Person;
  sourceId: string;
  sessionId: string;
  screen: Screen;
  ingest: IngestAddresses;
  receptions: { reception: Reception; destinationId: string }[];
}

/** A session to several servers, and what each of them receives. */
export class PeerSession implements AsyncDisposable {
  /** Where encoders of the source publish, with its own key. */
  readonly ingest: IngestAddresses;
  readonly #parts: SessionParts;

  private constructor(parts: SessionParts) {
    this.ingest = parts.ingest;
    this.#parts = parts;
  }

  static async begin(product: Product, servers: readonly RunningServer[]): Promise<PeerSession> {
    const person = await Person.signUp({ url: product.url });
    const { view, ingest } = await person.createSource();
    const receptions: SessionParts['receptions'] = [];
    for (const { server, open } of servers) {
      const { server: address, key } = await open.service();
      const { id } = await person.addDestination(view.id, { name: server.name, address, key });
      receptions.push({ reception: await Reception.begin({ server, open }), destinationId: id });
    }
    const { session } = await person.goLive(view.id);
    const screen = new Screen({ url: product.url, accessToken: person.accessToken, sourceId: view.id });
    return new PeerSession({ person, sourceId: view.id, sessionId: session.id, screen, ingest, receptions });
  }

  /**
   * Asks this of every server at once.
   * @throws what the first one throws, with what the screen shows
   */
  async each<T>(ask: (reception: Reception, index: number) => Promise<T>): Promise<T[]> {
    const { receptions, screen } = this.#parts;
    try {
      return await Promise.all(receptions.map(({ reception }, index) => ask(reception, index)));
    } catch (error) {
      throw new Error(`${String(error)} The screen shows ${screen.summary()}.`, { cause: error });
    }
  }

  async allLive(): Promise<void> {
    const ids = this.#parts.receptions.map(({ destinationId }) => destinationId);
    await this.#parts.screen.allLive(ids, 30_000);
  }

  /** Waits until the encoder is known to be gone, and what it had sent has been recorded. */
  async untilGone(): Promise<void> {
    await this.#parts.screen.until(
      'the encoder gone',
      ({ session }) => session !== null && session.ingest.status !== 'publishing',
    );
    await this.each((reception) => reception.untilFinished());
  }

  /** Ends the session, and waits until every server has noticed. */
  async end(): Promise<Timing> {
    const { person, sourceId, sessionId, screen, receptions } = this.#parts;
    await person.endLive(sourceId);
    await screen.until('the end', ({ status }) => status === 'offline');
    await this.each((reception) => reception.untilFinished());
    const { events } = await person.call('sessionReport', { params: { id: sessionId } });
    const at = (kind: string, destinationId: string | null = null) =>
      events.filter((event) => event.kind === kind && event.destination_id === destinationId).map(instantOf);
    return {
      connectedAt: at('encoder.connected')[0] ?? 0,
      returnedAt: at('encoder.returned').at(-1) ?? 0,
      liveAt: receptions.map(({ destinationId }) => at('relay.live', destinationId)[0] ?? 0),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { person, sourceId, screen } = this.#parts;
    screen[Symbol.dispose]();
    await person.endLive(sourceId).catch(() => undefined);
  }
}

function instantOf({ at }: SessionEventView): number {
  return Date.parse(at);
}
