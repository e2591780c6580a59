import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** A client that sends whatever bytes a test passes it, and never ends the connection on its own. */
export class RawClient implements Disposable {
  readonly socket: Socket;
  #received = '';

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (text: string) => {
      this.#received += text;
    });
    // The server may hang up while we are still sending.
    this.socket.on('error', () => undefined);
  }

  send(text: string): void {
    this.socket.write(text, 'latin1');
  }

  /** Everything the server sent until it closed the connection. */
  async untilClosed(): Promise<RawAnswer[]> {
    if (!this.socket.readableEnded && !this.socket.closed) {
      await new Promise((resolve) => this.socket.once('end', resolve).once('close', resolve));
    }
    this.socket.destroy();
    return answersIn(this.#received);
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

function answersIn(text: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let rest = text; rest.startsWith('HTTP/1.1 '); ) {
    const [head = '', ...tail] = rest.split('\r\n\r\n');
    const [status = '', ...lines] = head.split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 2),
      ]),
    );
    const length = Number(headers['content-length'] ?? 0);
    const after = tail.join('\r\n\r\n');
    const body = Buffer.from(after.slice(0, length), 'latin1').toString('utf8');
    answers.push({ status: Number(status.slice(9, 12)), headers, body: jsonOr(body) });
    rest = after.slice(length);
  }
  return answers;
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
