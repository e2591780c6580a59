import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from '@neustream/shared/node/child.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { familyOf } from '../../kit/process-list.ts';
import { CHROMIUM } from '../chromium.ts';

interface Answer {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

/**
 * A browser that is driven by its own protocol alone (Chrome DevTools Protocol): Playwright keeps every page visible, so
 * what happens in a hidden one can be seen here only.
 */
export class RawBrowser implements AsyncDisposable {
  readonly #child: Child;
  readonly #folder: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #last = 0;

  private constructor(child: Child, folder: string, socket: WebSocket) {
    this.#child = child;
    this.#folder = folder;
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const answer: Answer = JSON.parse(String(data));
      if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
    });
  }

  /** @param folder of a browser that ran before, with what it stored */
  static async start(folder = mkdtempSync(join(tmpdir(), 'neustream-browser-'))): Promise<RawBrowser> {
    rmSync(join(folder, 'DevToolsActivePort'), { force: true });
    const args = [
      ...CHROMIUM.args,
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
    ];
    const child = new Child({ name: 'Chromium', file: CHROMIUM.executablePath ?? 'chromium', args });
    const address = await until(
      () => {
        const [port, path] = readFileSync(join(folder, 'DevToolsActivePort'), 'utf8').split('\n');
        return port !== undefined && path !== undefined && `ws://127.0.0.1:${port}${path}`;
      },
      { what: 'Chromium can be driven', timeoutMs: 20_000 },
    );
    const socket = new WebSocket(address);
    await until(() => socket.readyState === WebSocket.OPEN, { what: 'Chromium listens' });
    return new RawBrowser(child, folder, socket);
  }

  /** Opens a page in front of the others, which are hidden then. */
  async open(url: string): Promise<RawPage> {
    const { targetId } = (await this.send('Target.createTarget', { url })) as { targetId: string };
    const { sessionId } = (await this.send('Target.attachToTarget', { targetId, flatten: true })) as {
      sessionId: string;
    };
    await this.send('Target.activateTarget', { targetId });
    return new RawPage((method, params) => this.send(method, params, sessionId));
  }

  /** @throws an error with the browser's words */
  async send(method: string, params: object = {}, sessionId?: string): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#waiting.set(id, resolve);
    this.#socket.send(
      JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }),
    );
    const { result, error } = await promise;
    this.#waiting.delete(id);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** Ends it without a word, as a crash of the computer does; returns the folder with what it stored. */
  async crash(): Promise<string> {
    for (const { pid } of familyOf(this.#child.pid)) process.kill(pid, 'SIGKILL');
    await this.#child.exited;
    return this.#folder;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await this.#child.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export class RawPage {
  readonly #send: (method: string, params?: object) => Promise<unknown>;

  constructor(send: (method: string, params?: object) => Promise<unknown>) {
    this.#send = send;
  }

  /** Runs before the scripts of each page that is opened here. */
  async prepare(source: string): Promise<void> {
    await this.#send('Page.enable');
    await this.#send('Page.addScriptToEvaluateOnNewDocument', { source });
  }

  async go(url: string): Promise<void> {
    await this.#send('Page.navigate', { url });
  }

  /** The value of an expression, awaited. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.#send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    return (answer as { result: { value: unknown } }).result.value;
  }
}
