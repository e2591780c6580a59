import type { Socket } from 'node:net';
import { networkOf } from '@neustream/shared/node/network-of.ts';

/** How many connections there may be that nobody has admitted, and how much they may have sent together, in bytes. */
const LIMITS = { most: 2000, mostBytes: 128 * 1024 * 1024 };

/** A connection that does not publish yet. */
export interface Stranger {
  /** So many bytes came over it. */
  heard(bytes: number): void;
  /** It publishes: it does not count any more. */
  admit(): void;
}

interface Known extends Stranger {
  readonly socket: Socket;
  bytes: number;
}

/**
 * The connections that nobody has admitted. Where there are too many, or they hold too much memory, the oldest of the
 * network that has the most gives way: who fills the ingest with connections hangs up on nobody but himself.
 */
export class Strangers {
  readonly #limits: typeof LIMITS;
  readonly #networks = new Map<string, Set<Known>>();
  readonly #byName = new Map<string, Known>();
  #bytes = 0;

  constructor(limits = LIMITS) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#byName.size;
  }

  /** A connection was accepted. It counts until it is admitted or closed. */
  came(socket: Socket): void {
    const name = nameOf(socket);
    const network = networkOf(socket.remoteAddress ?? '').near;
    const beside = this.#networks.get(network) ?? new Set();
    const leave = () => {
      if (!beside.delete(stranger)) return;
      if (beside.size === 0 && this.#networks.get(network) === beside) this.#networks.delete(network);
      if (this.#byName.get(name) === stranger) this.#byName.delete(name);
      this.#bytes -= stranger.bytes;
    };
    const heard = (bytes: number) => {
      if (!beside.has(stranger)) return;
      stranger.bytes += bytes;
      this.#bytes += bytes;
      if (this.#bytes > this.#limits.mostBytes) this.#makeRoom();
    };
    const stranger: Known = { socket, bytes: 0, heard, admit: leave };
    this.#networks.set(network, beside.add(stranger));
    this.#byName.set(name, stranger);
    socket.once('close', leave);
    if (this.size > this.#limits.most) this.#makeRoom();
  }

  /** Who came over this connection, or over the one that carries its TLS; null when it counts no more. */
  of(socket: Socket): Stranger | null {
    return this.#byName.get(nameOf(socket)) ?? null;
  }

  #makeRoom(): void {
    const networks = [...this.#networks.values()];
    const [oldest] = networks.reduce((most, beside) => (beside.size > most.size ? beside : most));
    oldest?.admit();
    oldest?.socket.destroy();
  }
}

function nameOf({ remoteAddress = '', remotePort = 0, localPort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localPort}`;
}
