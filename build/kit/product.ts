import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';
import { Child } from './child.ts';
import { allProcesses, familyOf, type ProcessFacts } from './process-list.ts';
import { mediamtxBin } from './tools.ts';
import { until } from './wait.ts';

const START = fileURLToPath(new URL('../start.ts', import.meta.url));
const PORTS = [
  'PORT',
  'METRICS_PORT',
  'MEDIA_CONTROL_PORT',
  'RTMP_PORT',
  'RTMPS_PORT',
  'SRT_PORT',
  'HLS_PORT',
  'WEBRTC_PORT',
  'WEBRTC_UDP_PORT',
  'MEDIAMTX_API_PORT',
];

export type Part = 'server' | 'media' | 'mediamtx' | 'postgres';

export interface ProductOptions {
  /** Settings beside those that keep it apart from everything else on the machine. */
  settings?: Record<string, string>;
  /** Continues on the data of an earlier product. */
  dataDir?: string;
}

/** The whole product as `npm start` runs it, on free ports and a data folder of its own. */
export class Product implements AsyncDisposable {
  readonly dataDir: string;
  /** Where people open it. */
  readonly url: string;
  readonly #child: Child;

  private constructor(child: Child, dataDir: string, url: string) {
    this.#child = child;
    this.dataDir = dataDir;
    this.url = url;
  }

  static async start(options: ProductOptions = {}): Promise<Product> {
    const dataDir = options.dataDir ?? newDataFolder();
    const child = launch(dataDir, options.settings);
    try {
      const url = await until(() => /Open in a browser\s+(\S+)/.exec(child.lastOutput)?.[1] ?? !child.alive, {
        what: 'the product says where to open it',
        timeoutMs: 45_000,
      });
      if (url === true) throw new Error('It ended.');
      await until(async () => (await mediaNodes(url)) > 0, {
        what: 'the API knows the media node',
        timeoutMs: 20_000,
      });
      return new Product(child, dataDir, url);
    } catch (error) {
      await child.stop('SIGTERM', 20_000);
      throw new Error(`The product did not start. ${child.lastOutput}`, { cause: error });
    }
  }

  /** Process id of the launcher. */
  get pid(): number {
    return this.#child.pid;
  }

  /** The process that is this part now. */
  pidOf(part: Part): number {
    const found = this.processes().find((one) => isPart(one, part, this.dataDir));
    if (found === undefined) throw new Error(`${part} does not run.`);
    return found.pid;
  }

  /** Everything that runs for this product, also what outlived the process that had started it. */
  processes(): ProcessFacts[] {
    const family = familyOf(this.#child.pid);
    const others = allProcesses().filter(({ pid, command }) => {
      return command.includes(this.dataDir) && !family.some((member) => member.pid === pid);
    });
    return [...family, ...others.flatMap(({ pid }) => familyOf(pid))];
  }

  /** Ends a part as a crash would, and waits until another one is in its place. Returns when it died. */
  async crash(part: Part): Promise<number> {
    const pid = this.pidOf(part);
    process.kill(pid, 'SIGKILL');
    const at = Date.now();
    await until(() => this.pidOf(part) !== pid, { what: `${part} is started again`, timeoutMs: 20_000 });
    return at;
  }

  /** Everything dies at once, as when the machine loses power. */
  async crashWholly(): Promise<void> {
    const pids = this.processes().map(({ pid }) => pid);
    for (const pid of pids) tryKill(pid);
    await until(() => this.processes().length === 0, { what: 'every process is gone' });
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

async function mediaNodes(url: string): Promise<number> {
  const { answer } = SERVER_ROUTES.ready;
  return answer.parse(await (await fetch(`${url}/readyz`)).json()).media_nodes;
}

/** A start that is expected to fail: its exit code and what it said to people. */
export async function failedStart(options: ProductOptions): Promise<{ code: number | null; said: string }> {
  const dataDir = options.dataDir ?? newDataFolder();
  const child = launch(dataDir, options.settings);
  const timer = setTimeout(() => child.kill('SIGTERM'), 30_000);
  const { code } = await child.exited;
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
  const mediamtx = mediamtxBin();
  const fixed: Record<string, string> = {
    ...(mediamtx === undefined ? {} : { MEDIAMTX_BIN: mediamtx }),
    ...Object.fromEntries(PORTS.map((name) => [name, '0'])),
    DATA_DIR: dataDir,
    ALLOW_PRIVATE_DESTINATIONS: 'true',
    DEFAULT_PLAN: 'business',
    RATE_LIMIT_FACTOR: '1000',
  };
  const env = { ...withoutSettings(process.env), ...fixed, ...settings };
  return new Child({ name: 'The product', file: process.execPath, args: [START], env });
}

/** Settings of the person who runs the tests are not those of the product under test. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = /^(PATH|HOME|LANG|LC_.*|TMPDIR|TERM|USER|XDG_.*|FFMPEG_BIN|FFPROBE_BIN|MEDIAMTX_BIN)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => kept.test(name)));
}

function isPart({ command }: ProcessFacts, part: Part, dataDir: string): boolean {
  if (part === 'server') return /\bserver\/main\.ts\b/.test(command);
  if (part === 'media') return /\bmedia\/main\.ts\b/.test(command);
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
