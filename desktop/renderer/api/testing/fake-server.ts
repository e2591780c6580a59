/** A request that the fake server received. */
export interface Received {
  /** Method and path, such as `POST /api/auth/login`. */
  route: string;
  body: unknown;
}

/** An answer; a status of 0 means none at all. */
export interface Reply {
  status: number;
  body?: unknown;
}

type Answering = (body: unknown) => Reply | Promise<Reply>;

/** The server as a page sees it: answers each route as the test says, and keeps the requests it received. */
export class FakeServer {
  readonly received: Received[] = [];
  readonly #answers = new Map<string, Answering>();

  /** Answers a route from now on. */
  on(route: string, answer: Reply | Answering): this {
    this.#answers.set(route, typeof answer === 'function' ? answer : () => answer);
    return this;
  }

  /** The requests received for a route. */
  bodies(route: string): unknown[] {
    return this.received.filter((one) => one.route === route).map(({ body }) => body);
  }

  /** Stands in for the browser's `fetch`. */
  readonly answer: typeof fetch = async (input, init) => {
    const route = `${init?.method ?? 'GET'} ${String(input)}`;
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    this.received.push({ route, body });
    const answering = this.#answers.get(route);
    if (answering === undefined) throw new TypeError(`nobody answers ${route}`);
    const reply = await answering(body);
    if (reply.status === 0) throw new TypeError('no answer');
    return Response.json(reply.body ?? null, { status: reply.status });
  };
}

/** The refusal of a body, as the server words it. */
export function refusal(fields: Record<string, { code: string; params?: object; sentence?: string }>): Reply {
  const entries = Object.entries(fields);
  return {
    status: 422,
    body: {
      error: 'Some of the input is not valid.',
      code: 'VALIDATION_FAILED',
      fault: 'user',
      action: 'Correct it and try again.',
      details: Object.fromEntries(entries.map(([path, { sentence }]) => [path, sentence ?? 'Not valid.'])),
      fields: Object.fromEntries(entries.map(([path, { code, params }]) => [path, { code, params }])),
    },
  };
}
