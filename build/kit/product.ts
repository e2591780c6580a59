import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from '@neustream/shared/node/child.ts';
import { until, within } from '@neustream/shared/node/wait.ts';
import { hasMediaNode } from '../start/ready.ts';
import { createTestAuthority, type TestAuthority } from './certificates.ts';
import { query } from './database.ts';
import { inheritedEnvironment, productSettings } from './environment.ts';
import { familyOf, type ProcessFacts } from './process-list.ts';

const START = fileURLToPath(new URL('../start.ts', import.meta.url));

export type Part = 'server' | 'media' | 'lane' | 'mediamtx' | 'postgres';

export interface ProductOptions {
  /** Settings in addition to those that keep it separate from everything else on the machine. */
  settings?: Record<string, string>;
  /** Uses this folder, with whatever is in it. */
  dataDir?: string;
}

/** The whole product as `npm start` runs it, on free ports and a data folder of its own. */
export class Product implements AsyncDisposable {
  readonly dataDir: string;
  /** Where people open it. */
  readonly url: string;
  /** Issues certificates that this product's relays trust. */
  readonly authority: TestAuthority;
  readonly #child: Child;
  readonly #options: ProductOptions;

  private constructor(
    child: Child,
    parts: Pick<Product, 'dataDir' | 'url' | 'authority'>,
    options: ProductOptions,
  ) {
    this.#child = child;
    this.dataDir = parts.dataDir;
    this.url = parts.url;
    this.authority = parts.authority;
    this.#options = options;
  }

  /** @throws when a part does not start; nothing is left running then. */
  static async start(options: ProductOptions = {}): Promise<Product> {
    const dataDir = options.dataDir ?? newDataFolder();
    return Product.#launch(dataDir, await createTestAuthority(dataDir), options);
  }

  static async #launch(dataDir: string, authority: TestAuthority, options: ProductOptions): Promise<Product> {
    const child = launch(dataDir, { DESTINATION_CA_FILE: authority.caFile, ...options.settings });
    try {
      const url = await until(() => /Open in a browser\s+(\S+)/.exec(child.lastOutput)?.[1] ?? !child.alive, {
        what: 'the product says where to open it',
        timeoutMs: 45_000,
      });
      if (url === true) throw new Error('It ended.');
      await until(() => hasMediaNode(url), { what: 'the API knows the media node', timeoutMs: 20_000 });
      return new Product(child, { dataDir, url, authority }, options);
    } catch (error) {
      await child.stop('SIGTERM', 20_000);
      throw new Error(`The product did not start. ${child.lastOutput}`, { cause: error });
    }
  }

  /** Starts it once more on the same data, after it was stopped or crashed; its ports may have changed. */
  async startAgain(): Promise<Product> {
    const since = new Date();
    const product = await Product.#launch(this.dataDir, this.authority, this.#options);
    // What the API knows about the node may still be from its previous run, with the previous ports.
    const heard = 'select 1 from media_nodes where heartbeat_at >= $1';
    await until(async () => (await query(this.dataDir, heard, [since])).length > 0, {
      what: 'the media node reports anew',
      timeoutMs: 20_000,
    });
    return product;
  }

  /** Process id of the launcher. */
  get pid(): number {
    return this.#child.pid;
  }

  get running(): boolean {
    return this.#child.alive;
  }

  /** The process that currently is this part. */
  pidOf(part: Part): number {
    const found = this.processes().find((one) => isPart(one, part, this.dataDir));
    if (found === undefined) throw new Error(`${part} does not run.`);
    return found.pid;
  }

  /** Everything that runs for this product, including what outlived the process that started it. */
  processes(): ProcessFacts[] {
    return familyOf(this.#child.pid, this.dataDir);
  }

  /** Ends a part as a crash would, and waits until another one has taken its place. Returns when it died. */
  async crash(part: Part): Promise<number> {
    const pid = this.pidOf(part);
    const ofPart = () => this.processes().filter((one) => isPart(one, part, this.dataDir));
    const many = ofPart().length;
    process.kill(pid, 'SIGKILL');
    const at = Date.now();
    await until(() => ofPart().every((one) => one.pid !== pid) && ofPart().length >= many, {
      what: `${part} is started again`,
      timeoutMs: 20_000,
    });
    return at;
  }

  /** Everything dies at once, as when the machine loses power. */
  async crashWholly(): Promise<void> {
    // Not a single blow, as a power cut is: what one of them had just started was not yet in the list.
    const gone = () => {
      const left = this.processes();
      for (const { pid } of left) tryKill(pid);
      return left.length === 0;
    };
    await until(gone, { what: 'every process is gone' });
  }

  /** Everything that the product has written to its logs, and to the terminal. */
  logs(): string {
    return [this.#child.lastOutput, ...filesUnder(this.dataDir, /\.log(\.\d+)?$/)].join('\n');
  }

  /** Ends the launcher with a signal, as Ctrl-C or a service manager does. Returns its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const { code } = await this.#child.stop(signal, 25_000);
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    for (const { pid } of this.processes()) tryKill(pid);
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** A start that is expected to fail: its exit code and what it printed. */
export async function failedStart(options: ProductOptions): Promise<{ code: number | null; said: string }> {
  const dataDir = options.dataDir ?? newDataFolder();
  const child = launch(dataDir, options.settings);
  const timer = setTimeout(() => child.kill('SIGTERM'), 30_000);
  const { code } = await child.exited;
  // Its last words may still be on their way.
  await within(5_000, 'the output of the failed start', child.closed);
  clearTimeout(timer);
  if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  return { code, said: child.lastOutput };
}

/** An empty folder that the database's own user may pass through. */
export function newDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'neustream-'));
  chmodSync(folder, 0o711);
  return folder;
}

function launch(dataDir: string, settings: Record<string, string> = {}): Child {
  const env = { ...inheritedEnvironment(), ...productSettings(dataDir), ...settings };
  // The channel ends it when we are killed.
  return new Child({ name: 'The product', file: process.execPath, args: [START], env, messages: true });
}

function isPart({ command }: ProcessFacts, part: Part, dataDir: string): boolean {
  if (part === 'server') return /\bserver\/main\.ts\b/.test(command);
  if (part === 'media') return /\bmedia\/main\.ts\b/.test(command);
  if (part === 'lane') return /\bmedia\/lane\.ts\b/.test(command);
  if (part === 'mediamtx') return /\bmediamtx\b/.test(command.split(' ')[0] ?? '');
  return command.includes('postgres -D') && command.includes(dataDir);
}

function filesUnder(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => pattern.test(path) && statSync(path, { throwIfNoEntry: false })?.isFile())
    .map((path) => readFileSync(path, 'utf8'));
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
