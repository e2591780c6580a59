import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RelayView } from '@neustream/shared/live/schemas.ts';
import type { Child } from '../kit/child.ts';
import { HD_PICTURE } from '../kit/encoder.ts';
import { IndependentPlatform } from '../kit/platforms/independent.ts';
import { preciseNow } from '../kit/platforms/received.ts';
import { type FlvTag, readFlvTags } from '../kit/rtmp/flv.ts';
import type { Stack } from '../kit/stack.ts';
import type { Source, User } from '../kit/user.ts';
import { until } from '../kit/wait.ts';
import { expectedBytes } from './expected.ts';
import { type DemoDestination, type DemoResult, demoResult } from './result.ts';

/** One broadcast of a test picture to local platforms, from sign-up to the count of what arrived. */
export class Broadcast implements AsyncDisposable {
  readonly user: User;
  readonly source: Source;
  readonly #stack: Stack;
  readonly #platforms: IndependentPlatform[];
  readonly #sentFile: string;
  #encoder: Child | undefined;
  #publishedAt = 0;

  private constructor(
    stack: Stack,
    { user, source, platforms }: { user: User; source: Source; platforms: IndependentPlatform[] },
  ) {
    this.#stack = stack;
    this.user = user;
    this.source = source;
    this.#platforms = platforms;
    this.#sentFile = join(stack.folder, 'sent.flv');
  }

  /** Starts the platforms, opens an account, and saves a source with one destination per platform. */
  static async prepare(stack: Stack, destinations: number): Promise<Broadcast> {
    const [user, platforms] = await Promise.all([stack.signUp('Demo'), startPlatforms(stack, destinations)]);
    const source = await user.createSource('Demo stream');
    for (const { name, address } of platforms) {
      await source.addDestination({ name, address, key: `demo_${name.replaceAll(' ', '_')}` });
    }
    return new Broadcast(stack, { user, source, platforms });
  }

  /** Goes live, starts the encoder and waits until every relay is live. */
  async goLive(): Promise<void> {
    await this.source.goLive('Demo');
    this.#encoder = this.source.startEncoder({ picture: HD_PICTURE, copyTo: this.#sentFile });
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
    await Promise.all(this.#platforms.map(({ name }) => this.source.relay(name, 'LIVE', 30_000)));
  }

  /** When the ingest took the encoder's publish, in epoch ms. */
  get publishedAt(): number {
    return this.#publishedAt;
  }

  async relays(): Promise<RelayView[]> {
    return (await this.source.session())?.relays ?? [];
  }

  /** Stops the encoder, lets everything arrive, ends the session and counts. */
  async finish(): Promise<DemoResult> {
    const relays = await this.relays();
    await this.#encoder?.stop('SIGINT');
    await this.#drained();
    await this.source.end();
    const { ingestEngine } = await this.#stack.snapshot();
    const sent = readFlvTags(readFileSync(this.#sentFile));
    const counting = this.#platforms.map((platform) => this.#count(platform, { relays, sent }));
    return demoResult(ingestEngine, await Promise.all(counting));
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
async function startPlatforms({ folder, authority }: Stack, count: number): Promise<IndependentPlatform[]> {
  const certificate = await authority.issue(['localhost', '127.0.0.1']);
  return Promise.all(
    Array.from({ length: count }, (_unused, index) =>
      IndependentPlatform.start({
        name: `Local platform ${index + 1}`,
        folder: join(folder, `platform-${index + 1}`),
        ...(index === 0 ? { certificate } : {}),
      }),
    ),
  );
}
