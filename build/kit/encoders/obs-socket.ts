import { within } from '@neustream/shared/node/wait.ts';

/** Operation codes of obs-websocket 5 ("Message Types" in its protocol document). */
const OP = { hello: 0, identify: 1, identified: 2, request: 6, response: 7 } as const;
const ANSWER_MS = 10_000;

type Fields = Record<string, unknown>;
interface Response {
  requestId: string;
  requestStatus: { result: boolean; code: number; comment?: string };
  responseData?: Fields;
}

/** A connection to OBS that asks it to do things. */
export class ObsSocket implements Disposable {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, PromiseWithResolvers<Response>>();
  #requests = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** @throws when OBS does not listen (yet) on this port of loopback, or wants a password */
  static async open(port: number): Promise<ObsSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, 'obswebsocket.json');
    const connection = new ObsSocket(socket);
    const identified = Promise.withResolvers<void>();
    socket.addEventListener('message', ({ data }) => {
      const { op, d } = JSON.parse(String(data)) as { op: number; d: Fields };
      if (op === OP.hello) connection.#send(OP.identify, { rpcVersion: 1, eventSubscriptions: 0 });
      if (op === OP.identified) identified.resolve();
      if (op === OP.response) connection.#answered(d as unknown as Response);
    });
    socket.addEventListener('close', () => {
      const gone = new Error('OBS closed its control connection.');
      identified.reject(gone);
      for (const { reject } of connection.#waiting.values()) reject(gone);
    });
    socket.addEventListener('error', () => identified.reject(new Error('OBS does not listen.')));
    await within(ANSWER_MS, 'OBS did not greet', identified.promise);
    return connection;
  }

  /** @throws when OBS refuses, with its comment */
  async ask(requestType: string, requestData: Fields = {}): Promise<Fields> {
    this.#requests += 1;
    const requestId = String(this.#requests);
    const waiting = Promise.withResolvers<Response>();
    this.#waiting.set(requestId, waiting);
    this.#send(OP.request, { requestType, requestId, requestData });
    const answered = within(ANSWER_MS, `OBS did not answer ${requestType}`, waiting.promise);
    const { requestStatus, responseData } = await answered.finally(() => this.#waiting.delete(requestId));
    if (requestStatus.result) return responseData ?? {};
    throw new Error(`OBS refused ${requestType}: ${requestStatus.code} ${requestStatus.comment ?? ''}`);
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  #send(op: number, d: Fields): void {
    this.#socket.send(JSON.stringify({ op, d }));
  }

  #answered(response: Response): void {
    this.#waiting.get(response.requestId)?.resolve(response);
  }
}
