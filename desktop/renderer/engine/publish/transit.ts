interface Sent {
  /** Bytes up to and with this piece. */
  until: number;
  at: number;
}

interface Told {
  bytes: number;
  at: number;
}

/** Over how long the rate of arrival is measured, in ms. */
const WINDOW_MS = 2000;

/** What is on its way to the ingest: how much arrived lately, and how old the oldest is that has not. Times in ms. */
export class Transit {
  #sent: Sent[] = [];
  #told: Told[] = [];
  #bytes = 0;

  /** All bytes that were made so far, also those that have not left. */
  get bytes(): number {
    return this.#bytes;
  }

  send(bytes: number, now: number): void {
    this.#bytes += bytes;
    this.#sent.push({ until: this.#bytes, at: now });
  }

  /** The ingest says how much it has read. */
  arrived(bytes: number, now: number): void {
    this.#told.push({ bytes, at: now });
    const missing = this.#sent.findIndex(({ until }) => until > bytes);
    this.#sent = missing < 0 ? [] : this.#sent.slice(missing);
  }

  /** In ms; 0 when everything has arrived. */
  delayMs(now: number): number {
    const [oldest] = this.#sent;
    return oldest === undefined ? 0 : now - oldest.at;
  }

  /** For how long the ingest has said nothing although something is on its way, in ms. */
  silentMs(now: number): number {
    const [oldest] = this.#sent;
    if (oldest === undefined) return 0;
    return now - Math.max(oldest.at, this.#told.at(-1)?.at ?? oldest.at);
  }

  /** Bits per second that arrived lately. */
  throughput(now: number): number {
    this.#told = this.#told.filter(({ at }, index, all) => at >= now - WINDOW_MS || index === all.length - 1);
    const [first] = this.#told;
    const last = this.#told.at(-1);
    if (first === undefined || last === undefined || last.at <= first.at) return 0;
    return ((last.bytes - first.bytes) * 8000) / Math.max(last.at - first.at, 1);
  }
}
