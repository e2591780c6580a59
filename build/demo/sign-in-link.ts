import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { Account } from '../kit/person.ts';

export interface SignInLinkOptions {
  serverUrl: string;
  account: Account;
  /** Path to land on, such as `/sources/…`. */
  landing: string;
}

/**
 * A link that opens a page of the product already signed in. It works once. It signs in through the ordinary API and
 * passes the browser the cookies that the API answered with: browsers keep cookies by host, not by port, so they are
 * valid for the API too.
 */
export class SignInLink implements AsyncDisposable {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async open(options: SignInLinkOptions): Promise<SignInLink> {
    const { hostname } = new URL(options.serverUrl);
    const token = randomBytes(16).toString('base64url');
    let used = false;
    const server = createServer((request, response) => {
      const fits = request.method === 'GET' && isSame(request.url ?? '', `/${token}`);
      if (!fits || used) {
        response.writeHead(fits ? 410 : 404, { 'content-type': 'text/plain; charset=utf-8' });
        response.end(
          fits ? 'This link worked once. Sign in with the address and password of the demo.' : 'Not found.',
        );
        return;
      }
      used = true;
      signIn(options).then(
        (cookies) => {
          const location = options.serverUrl + options.landing;
          response.writeHead(303, { location, 'set-cookie': cookies, 'cache-control': 'no-store' }).end();
        },
        (error: unknown) => response.writeHead(502).end(String(error)),
      );
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, hostname, resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return new SignInLink(server, `http://${hostname}:${port}/${token}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** @returns the cookies of a signed-in browser */
async function signIn({ serverUrl, account }: SignInLinkOptions): Promise<string[]> {
  const answer = await fetch(`${serverUrl}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`The API answered ${answer.status} to signing in.`);
  return answer.headers.getSetCookie();
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
