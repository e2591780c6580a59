import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RelayView } from '@neustream/shared/live/schemas.ts';
import type { Child } from '@neustream/shared/node/child.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { startEncoder } from '../kit/encoders/encoder.ts';
import { HD } from '../kit/encoders/presets.ts';
import { Person, rtmpUrl, type Source } from '../kit/person.ts';
import { IndependentPlatform } from '../kit/platforms/independent.ts';
import { preciseNow } from '../kit/platforms/received.ts';
import type { Product } from '../kit/product.ts';
import { type FlvTag, readFlvTags } from '../kit/rtmp/flv.ts';
import { Screen } from '../kit/screen.ts';
import { expectedBytes } from './expected.ts';
import { type DemoDestination, type DemoResult, demoResult } from './result.ts';

/** One broadcast of a test picture to local platforms, from sign-up to the count of what arrived. */
export class Broadcast implements AsyncDisposable {
  readonly person: Person;
  readonly source: Source;
  /** Which ingest engine accepts the encoder. */
  readonly engine: DemoResult['ingest'];
  readonly #product: Product;
  readonly #platforms: IndependentPlatform[];
  readonly #sentFile: string;
  #encoder: Child | undefined;
  #publishedAt = 0;

  private constructor(
    product: Product,
    parts: Pick<Broadcast, 'person' | 'source' | 'engine'>,
    platforms: IndependentPlatform[],
  ) {
    this.#product = product;
    this.person = parts.person;
    this.source = parts.source;
    this.engine = parts.engine;
    this.#platforms = platforms;
    this.#sentFile = join(product.dataDir, 'sent.flv');
  }

  /** Starts the platforms, opens an account, and saves a source with one destination per platform. */
  static async prepare(product: Product, destinations: number): Promise<Broadcast> {
    const { url } = product;
    const [person, platforms] = await Promise.all([
      Person.signUp({ url }),
      startPlatforms(product, destinations),
    ]);
    const source = await person.createSource('Demo stream');
    for (const { name, address } of platforms) {
      await person.addDestination(source.view.id, {
        name,
        address,
        key: `demo_${name.replaceAll(' ', '_')}`,
      });
    }
    const { endpoints } = await person.call('currentSession', { params: { sourceId: source.view.id } });
    return new Broadcast(product, { person, source, engine: endpoints.engine }, platforms);
  }

  /** Goes live, starts the encoder and waits until every relay is live. */
  async goLive(): Promise<void> {
    const sourceId = this.source.view.id;
    const { session, ingest } = await this.person.goLive(sourceId, { title: 'Demo' });
    using screen = new Screen({ url: this.#product.url, accessToken: this.person.accessToken, sourceId });
    this.#encoder = startEncoder({ url: rtmpUrl(ingest), preset: HD, copyTo: this.#sentFile });
    // FFmpeg opens its copy once the ingest has accepted the publish.
    const born = until(() => statSync(this.#sentFile).size > 0 && preciseNow(), {
      what: 'the encoder publishing',
      timeoutMs: 15_000,
      everyMs: 10,
    });
    const failed = this.#encoder.exited.then(() => {
      throw new Error(`The encoder ended. ${this.#encoder?.lastOutput.trim()}`);
    });
    failed.catch(() => undefined);
    this.#publishedAt = await Promise.race([born, failed]);
    const ids = session.relays.map(({ destination_id }) => destination_id);
    await screen.allLive(ids, 30_000);
  }

  /** When the ingest accepted the encoder's publish, in milliseconds since the epoch. */
  get publishedAt(): number {
    return this.#publishedAt;
  }

  async relays(): Promise<RelayView[]> {
    return (await this.person.openSession(this.source.view.id))?.relays ?? [];
  }

  /** Stops the encoder, lets everything arrive, ends the session and counts. */
  async finish(): Promise<DemoResult> {
    const relays = await this.relays();
    await this.#encoder?.stop('SIGINT');
    await this.#drained();
    await this.person.endLive(this.source.view.id);
    const sent = readFlvTags(readFileSync(this.#sentFile));
    const counting = this.#platforms.map((platform) => this.#count(platform, { relays, sent }));
    return demoResult(this.engine, await Promise.all(counting));
  }

  async #count(
    platform: IndependentPlatform,
    { relays, sent }: { relays: RelayView[]; sent: FlvTag[] },
  ): Promise<DemoDestination> {
    const { streams, recordings } = await platform.finish();
    const received = recordings.flatMap((file) => readFlvTags(readFileSync(file)));
    const first = streams.find(({ firstVideoAt }) => firstVideoAt !== null)?.firstVideoAt;
    return {
      name: platform.name,
      protocol: platform.protocol,
      status: relays.find(({ name }) => name === platform.name)?.status ?? 'DISCONNECTED',
      received_bytes: streams.reduce((sum, { bytes }) => sum + bytes, 0),
      expected_bytes: expectedBytes(sent, received) ?? 0,
      first_byte_ms: typeof first === 'number' ? Math.max(0, Math.round(first - this.#publishedAt)) : null,
    };
  }

  /** Nothing has arrived anywhere for 300 ms. */
  async #drained(): Promise<void> {
    await until(
      async () => {
        const reports = await Promise.all(this.#platforms.map((platform) => platform.report()));
        const last = Math.max(
          ...reports.flatMap(({ streams }) => streams.map(({ lastMediaAt }) => lastMediaAt ?? 0)),
        );
        return preciseNow() - last > 300;
      },
      { what: 'the last bytes arriving', timeoutMs: 5_000 },
    ).catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#encoder?.stop('SIGINT');
    await Promise.all(this.#platforms.map((platform) => platform[Symbol.asyncDispose]()));
  }
}

/** The first platform takes RTMPS, the others RTMP. */
async function startPlatforms(
  { dataDir, authority }: Product,
  count: number,
): Promise<IndependentPlatform[]> {
  const certificate = await authority.issue(['localhost', '127.0.0.1']);
  return Promise.all(
    Array.from({ length: count }, (_unused, index) =>
      IndependentPlatform.start({
        name: `Local platform ${index + 1}`,
        folder: join(dataDir, `platform-${index + 1}`),
        ...(index === 0 ? { certificate } : {}),
      }),
    ),
  );
}
