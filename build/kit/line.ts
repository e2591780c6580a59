import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Passed on at a time on a slow line, in bytes. */
const SLICE_BYTES = 2048;

/** A line between a client and a server on this machine, which may be slow, or dead without a word to either. */
export class Line implements AsyncDisposable {
  /** The server's address, by way of this line. */
  readonly url: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #bytesPerSecond = Number.POSITIVE_INFINITY;
  #isDead = false;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async to(address: string): Promise<Line> {
    const url = new URL(address);
    const [host, port] = [url.hostname, Number(url.port)];
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const line = new Line(server, url.href);
    server.on('connection', (client) => line.#carry(client, connect({ host, port, allowHalfOpen: true })));
    return line;
  }

  /** What the client sends passes at this speed from now on. */
  slowTo(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Nothing passes from now on, not even that somebody hangs up. */
  cut(): void {
    this.#isDead = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #carry(client: Socket, server: Socket): void {
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.setNoDelay();
      socket.once('close', () => this.#sockets.delete(socket));
    }
    void this.#pass(client, server, () => this.#bytesPerSecond);
    void this.#pass(server, client, () => Number.POSITIVE_INFINITY);
  }

  async #pass(from: Socket, to: Socket, bytesPerSecond: () => number): Promise<void> {
    try {
      for await (const bytes of from) {
        for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
          if (this.#isDead) return await new Promise(() => undefined);
          const slice = bytes.subarray(at, at + SLICE_BYTES);
          to.write(slice);
          const ms = (slice.length / bytesPerSecond()) * 1000;
          if (ms > 0) await pause(ms);
        }
      }
      if (!this.#isDead) to.end();
    } catch {
      if (!this.#isDead) to.destroy();
    }
  }
}
