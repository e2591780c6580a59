import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MEDIA_CONTROL_PATHS, type NodeSnapshot } from '@neustream/shared/contracts/media-control.ts';
import { MEDIA_NODE_FLAGS } from '../start/media-flags.ts';
import { Supervised } from '../start/supervised.ts';
import { createTestAuthority, type TestAuthority } from './certificates.ts';
import { freePorts } from './ports.ts';
import { processesNaming } from './processes.ts';
import { hasMediaNode } from './ready.ts';
import { type IngestChoice, type StackPlan, stackEnvironment } from './stack-environment.ts';
import { User } from './user.ts';
import { until } from './wait.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOREIGN = { mediamtx: /mediamtx(\.exe)?$/, postgres: /postgres(\.exe)?$/ } as const;

export interface StackOptions {
  /** Left out: as INGEST says, else MediaMTX where it is installed. */
  ingest?: IngestChoice;
  /** Plan of every account. */
  plan?: StackPlan;
  /** Further settings of both processes. */
  env?: NodeJS.ProcessEnv;
}

/** Everything that `npm start` runs, on free ports, with a database and folders that are thrown away. */
export class Stack implements AsyncDisposable {
  /** Issues certificates that this stack's relays trust. */
  readonly authority: TestAuthority;
  readonly folder: string;
  readonly serverUrl: string;
  readonly server: Supervised;
  readonly media: Supervised;
  readonly #controlUrl: string;

  private constructor(
    parts: Pick<Stack, 'authority' | 'folder' | 'serverUrl' | 'server' | 'media'>,
    control: string,
  ) {
    this.authority = parts.authority;
    this.folder = parts.folder;
    this.serverUrl = parts.serverUrl;
    this.server = parts.server;
    this.media = parts.media;
    this.#controlUrl = control;
  }

  /** @throws when a part does not start; nothing is left running then. */
  static async start({ ingest, plan = 'business', env = {} }: StackOptions = {}): Promise<Stack> {
    const folder = mkdtempSync(join(tmpdir(), 'neustream-'));
    // The database may have to run as another user, who has to pass through.
    chmodSync(folder, 0o711);
    mkdirSync(join(folder, 'data'), { mode: 0o711 });
    const authority = await createTestAuthority(folder);
    const ports = await freePorts(11);
    const common = stackEnvironment({ folder, ports, ingest, plan, caFile: authority.caFile });
    const part = (name: string, program: string, nodeFlags: readonly string[] = []) =>
      new Supervised({
        name,
        program: join(ROOT, program),
        nodeFlags,
        env: { ...process.env, ...common, ...env },
        cwd: ROOT,
        logFile: join(folder, `${program.split('/')[0]}.log`),
      });
    const server = part('The API', 'server/main.ts');
    const media = part('The media node', 'media/main.ts', MEDIA_NODE_FLAGS);
    const serverUrl = common.SERVER_URL ?? '';
    const stack = new Stack(
      { authority, folder, serverUrl, server, media },
      `http://127.0.0.1:${common.MEDIA_CONTROL_PORT}`,
    );
    try {
      await Promise.all([server.ready, media.ready]);
      await until(async () => (await stack.snapshot()).ingestReady, {
        what: 'the ingest',
        timeoutMs: 15_000,
      });
      await until(() => hasMediaNode(serverUrl), {
        what: 'the API knowing the media node',
        timeoutMs: 15_000,
      });
    } catch (error) {
      const logs = stack.logs();
      await stack[Symbol.asyncDispose]();
      throw new Error(`The stack did not start. ${logs.slice(-4_000)}`, { cause: error });
    }
    return stack;
  }

  /** Opens an account and signs in. */
  signUp(name?: string): Promise<User> {
    return User.signUp(this.serverUrl, name);
  }

  /** What the media node says of itself. */
  async snapshot(): Promise<NodeSnapshot> {
    const token = readFileSync(join(this.folder, 'data', 'media-node.token'), 'utf8').trim();
    const answer = await fetch(this.#controlUrl + MEDIA_CONTROL_PATHS.snapshot, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!answer.ok) throw new Error(`The media node answered ${answer.status}.`);
    return (await answer.json()) as NodeSnapshot;
  }

  /** Ends a process as `kill -9` does. Whoever watches it in the product starts it again. */
  kill(which: 'server' | 'media' | 'mediamtx' | 'postgres'): void {
    if (which === 'server') this.server.kill('SIGKILL');
    else if (which === 'media') this.media.kill('SIGKILL');
    else {
      const [pid] = processesNaming(this.folder, FOREIGN[which]);
      if (pid === undefined) throw new Error(`No ${which} runs for this stack.`);
      process.kill(pid, 'SIGKILL');
    }
  }

  /** Every process of this stack, also those that detached themselves. */
  processes(): number[] {
    return [...new Set([this.server.pid, this.media.pid, ...processesNaming(this.folder)])];
  }

  /** All that the stack's processes logged. */
  logs(): string {
    const names = readdirSync(this.folder, { recursive: true }).map(String);
    const files = names.filter((name) => name.endsWith('.log')).map((name) => join(this.folder, name));
    return files.map((file) => readFileSync(file, 'utf8')).join('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.media.stop();
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
