import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { NodeEndpoints } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { familyOf, type ProcessFacts } from '../../build/kit/process-list.ts';
import { nodeReady, putPlan } from './plan.ts';
import { testSettings } from './test-node.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

type PutPlan = Parameters<typeof putPlan>[0]['plan'];

/** A media node in a process of its own, so that it can be killed. */
export class NodeProcess {
  readonly settings: Record<string, string>;
  readonly output: string[] = [];
  controlPort = 0;
  endpoints: NodeEndpoints | null = null;
  #child: ChildProcess | null = null;

  private constructor(settings: Record<string, string>) {
    this.settings = settings;
  }

  static async start(serverUrl: string, more: Record<string, string> = {}): Promise<NodeProcess> {
    const node = new NodeProcess(await testSettings(serverUrl, { LOG_LEVEL: 'info', ...more }));
    await node.start();
    return node;
  }

  /** Starts it (again) in the same data folder. */
  async start(): Promise<void> {
    const child = fork(MAIN, [], {
      env: { PATH: process.env.PATH ?? '', ...this.settings },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    child.stdout?.on('data', (bytes) => this.output.push(String(bytes)));
    child.stderr?.on('data', (bytes) => this.output.push(String(bytes)));
    const [message] = await Promise.race([once(child, 'message'), once(child, 'close')]);
    const ready = nodeReady.safeParse(message);
    if (!ready.success) throw new Error(this.output.join(''));
    this.controlPort = ready.data.controlPort;
    this.endpoints = ready.data.endpoints;
  }

  get exitCode(): number | null {
    return this.#child?.exitCode ?? null;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  put(plan: PutPlan): Promise<number> {
    const token = new Secret(this.settings.MEDIA_NODE_TOKEN ?? '');
    return putPlan({ controlPort: this.controlPort, token, plan });
  }

  /** Sends a signal and waits until it is gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  /** Everything that runs for this node, including what outlived the process that started it. */
  processes(): ProcessFacts[] {
    return familyOf(this.pid, this.settings.DATA_DIR);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGTERM');
    for (const { pid } of this.processes()) tryKill(pid);
    await rm(this.settings.DATA_DIR ?? '', { recursive: true, force: true });
  }
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
