import type { DestinationView } from '@neustream/shared/destinations/schemas.ts';
import type { RelayView } from '@neustream/shared/live/schemas.ts';
import type { Child } from '@neustream/shared/node/child.ts';
import type { IngestAddresses } from '@neustream/shared/sources/schemas.ts';
import { startEncoder } from './encoders/encoder.ts';
import { Person, rtmpUrl, type Source, type Where } from './person.ts';
import type { Product } from './product.ts';
import { Screen } from './screen.ts';

/** A platform as a person enters it. */
export interface Target {
  name: string;
  address: string;
  key?: string;
  platform?: string;
}

export interface ShowOptions {
  product: Product;
  targets: readonly Target[];
  /**
   * Starts what publishes, over RTMP unless the ingest address says otherwise; by default FFmpeg with a small test
   * picture.
   */
  encode?: Encode;
  creator?: Person;
  onAnswer?: Where['onAnswer'];
  onFrame?: (text: string) => void;
}

/** Starts what publishes. */
export type Encode = (publishUrl: string, ingest: IngestAddresses) => Child;

type ShowParts = Pick<
  Show,
  'creator' | 'source' | 'destinations' | 'sessionId' | 'screen' | 'ingest' | 'encoder'
>;

/** One broadcast as its creator sees it: account, source, destinations, encoder and screen. */
export class Show implements AsyncDisposable {
  readonly creator: Person;
  readonly source: Source;
  readonly destinations: readonly DestinationView[];
  readonly sessionId: string;
  readonly screen: Screen;
  /** Where an encoder of this session publishes, with the session's publish token. */
  readonly ingest: IngestAddresses;
  encoder: Child;
  readonly #encode: Encode;

  private constructor(parts: ShowParts, encode: Encode) {
    this.creator = parts.creator;
    this.source = parts.source;
    this.destinations = parts.destinations;
    this.sessionId = parts.sessionId;
    this.screen = parts.screen;
    this.ingest = parts.ingest;
    this.encoder = parts.encoder;
    this.#encode = encode;
  }

  /** Signs up, sets everything up, goes live and starts the encoder. Does not wait for relays. */
  static async begin(options: ShowOptions): Promise<Show> {
    const { product, targets, onAnswer, onFrame, encode = (url) => startEncoder({ url }) } = options;
    const where = { url: product.url, ...(onAnswer ? { onAnswer } : {}) };
    const creator = options.creator ?? (await Person.signUp(where));
    const source = await creator.createSource();
    const sourceId = source.view.id;
    const destinations: DestinationView[] = [];
    for (const target of targets) destinations.push(await creator.addDestination(sourceId, target));
    const { session, ingest } = await creator.goLive(sourceId);
    const { accessToken } = creator;
    const screen = new Screen({ url: product.url, accessToken, sourceId, ...(onFrame ? { onFrame } : {}) });
    const encoder = encode(rtmpUrl(ingest), ingest);
    return new Show(
      { creator, source, destinations, sessionId: session.id, screen, ingest, encoder },
      encode,
    );
  }

  get publishUrl(): string {
    return rtmpUrl(this.ingest);
  }

  /** The relay to a destination as the screen shows it now. */
  relay(name: string): RelayView {
    const relay = this.screen.session?.relays.find((one) => one.name === name);
    if (relay === undefined) throw new Error(`The screen shows no ${name}: ${this.screen.summary()}`);
    return relay;
  }

  destination(name: string): DestinationView {
    const found = this.destinations.find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no destination ${name}.`);
    return found;
  }

  /** Ends the encoder if it is still running, and starts a new one as a person would. */
  async returnEncoder(): Promise<void> {
    await this.encoder.stop();
    this.encoder = this.#encode(this.publishUrl, this.ingest);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.screen[Symbol.dispose]();
    await this.encoder.stop();
  }
}
