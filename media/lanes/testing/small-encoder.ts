import { TestEncoder, WatchedRelay } from '../../relay/testing/rig.ts';
import type { PlannedSession } from '../../testing/plan.ts';

/** A quick encoder of our own, with one connection after the other: FFmpeg takes a second to begin. */
export class SmallEncoder implements AsyncDisposable {
  readonly #camera = new TestEncoder().start();
  readonly #address: () => string | null | undefined;
  readonly #session: PlannedSession;
  #connection: WatchedRelay | null = null;

  constructor(
    address: () => string | null | undefined,
    session: PlannedSession,
    { connected = true }: { connected?: boolean } = {},
  ) {
    this.#address = address;
    this.#session = session;
    if (connected) this.connect();
  }

  /** Connects anew: the kernel picks the lane. */
  connect(): void {
    const { plan, key } = this.#session;
    this.#connection = new WatchedRelay({
      feed: this.#camera.feed,
      address: this.#address() ?? '',
      key: `${plan.publicId}?key=${key}`,
    });
  }

  /** Unpublishes and hangs up, as when somebody stops the stream by mistake. */
  async disconnect(): Promise<void> {
    await this.#connection?.relay.close('SESSION_ENDED');
    this.#connection = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.disconnect();
    this.#camera.stop();
  }
}
