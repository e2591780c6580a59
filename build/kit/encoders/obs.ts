import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '@neustream/shared/node/child.ts';
import { childEnvironment } from '@neustream/shared/node/environment.ts';
import { freePort } from '@neustream/shared/node/ports.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { onPath } from '../tools.ts';
import { OBS_PICTURE, writeObsSettings } from './obs-settings.ts';
import { ObsSocket } from './obs-socket.ts';
import { clip } from './recorded.ts';

const SCENE_NAME = 'Scene';

/** Why OBS does not run on this machine; undefined when it does. */
export function obsMissing(): string | undefined {
  if (onPath('obs') === undefined) return 'OBS is not installed (Debian: obs-studio)';
  return onPath('Xvfb') === undefined ? 'there is no screen for OBS (Debian: xvfb)' : undefined;
}

/** Where and with which key OBS streams, and the login behind "Use authentication": its fields of the same names. */
export interface ObsService {
  server: string;
  key: string;
  username?: string;
  password?: string;
}

/**
 * The real OBS, on a screen of its own that nobody sees, with a home folder of its own. Everything that decides what it
 * sends is left as installed (simple output, key frames where x264 wants them), but for x264's speed.
 */
export class Obs implements AsyncDisposable {
  readonly #folder: string;
  readonly #screen: { child: Child; number: string };
  readonly #port: number;
  #program: { child: Child; socket: ObsSocket } | undefined;

  private constructor(folder: string, screen: { child: Child; number: string }, port: number) {
    this.#folder = folder;
    this.#screen = screen;
    this.#port = port;
  }

  /** @param folder own folder for its settings, logs and recordings */
  static async start(folder: string): Promise<Obs> {
    const port = await freePort();
    writeObsSettings(folder, port);
    const obs = new Obs(folder, await startScreen(), port);
    try {
      await obs.launch();
      return obs;
    } catch (error) {
      await obs[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Opens the program, after it was killed once more. */
  async launch(): Promise<void> {
    const child = new Child({
      name: 'OBS',
      file: onPath('obs') ?? '',
      args: ['--multi', '--minimize-to-tray', '--disable-updater'],
      env: this.#environment(),
    });
    const socket = await until(() => (child.alive ? ObsSocket.open(this.#port) : null), {
      what: `OBS answers. ${child.lastOutput}`,
      timeoutMs: 20_000,
    });
    if (socket === null) throw new Error(`OBS ended. ${child.lastOutput}`);
    this.#program = { child, socket };
    await until(() => this.#setScene(), { what: 'OBS has its scene' });
  }

  /** Presses *Start Streaming* and waits until it sends. */
  async startStreaming({ server, key, username, password }: ObsService): Promise<void> {
    const settings = { server, key, use_auth: username !== undefined, username, password };
    await this.#ask('SetStreamServiceSettings', {
      streamServiceType: 'rtmp_custom',
      streamServiceSettings: settings,
    });
    await this.#ask('StartStream');
    await until(async () => (await this.#ask('GetStreamStatus')).outputActive === true, {
      what: 'OBS is streaming',
      everyMs: 10,
    });
  }

  /** Presses *Stop Streaming* and waits until it has stopped. */
  async stopStreaming(): Promise<void> {
    await this.#ask('StopStream');
    await until(async () => (await this.#ask('GetStreamStatus')).outputActive === false, {
      what: 'OBS stopped streaming',
    });
  }

  /** Records what the running stream sends, packet by packet, from its next key frame on. */
  async startRecording(): Promise<void> {
    await this.#ask('StartRecord');
  }

  /** Returns the file. */
  async stopRecording(): Promise<string> {
    const { outputPath } = await this.#ask('StopRecord');
    await until(async () => (await this.#ask('GetRecordStatus')).outputActive === false, {
      what: 'OBS stopped recording',
    });
    return String(outputPath);
  }

  /** Ends the program as a crash would. */
  async kill(): Promise<void> {
    this.#program?.child.kill('SIGKILL');
    await this.#program?.child.exited;
    this.#program = undefined;
  }

  /** Everything that it has logged since it was first launched. */
  log(): string {
    const logs = join(this.#folder, 'obs-studio', 'logs');
    const files = existsSync(logs) ? readdirSync(logs).sort() : [];
    return files.map((name) => readFileSync(join(logs, name), 'utf8')).join('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await this.#screen.child.stop();
  }

  #ask(requestType: string, requestData: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    if (this.#program === undefined) throw new Error('OBS does not run.');
    return this.#program.socket.ask(requestType, requestData);
  }

  /** A clip that plays over and over: moving picture and sound. */
  async #setScene(): Promise<boolean> {
    const { inputs } = (await this.#ask('GetInputList')) as { inputs: { inputName: string }[] };
    if (inputs.some(({ inputName }) => inputName === 'Clip')) return true;
    await this.#ask('CreateInput', {
      sceneName: SCENE_NAME,
      inputName: 'Clip',
      inputKind: 'ffmpeg_source',
      inputSettings: { local_file: clip(), looping: true },
    });
    return true;
  }

  #environment(): NodeJS.ProcessEnv {
    return {
      ...childEnvironment(),
      HOME: this.#folder,
      XDG_CONFIG_HOME: this.#folder,
      XDG_RUNTIME_DIR: this.#folder,
      DISPLAY: `:${this.#screen.number}`,
      // Nobody's session is looked for or started.
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    };
  }
}

async function startScreen(): Promise<{ child: Child; number: string }> {
  const { width, height } = OBS_PICTURE;
  const screen = `${width}x${height}x24`;
  const args = ['-displayfd', '1', '-screen', '0', screen, '-nolisten', 'tcp'];
  const child = new Child({ name: 'The screen of OBS', file: onPath('Xvfb') ?? '', args });
  try {
    // It also complains of screens that others have, in lines of their own.
    const number = await until(() => /^(\d+)\n/m.exec(child.lastOutput)?.[1], {
      what: 'a screen for OBS',
      timeoutMs: 20_000,
    });
    return { child, number };
  } catch (error) {
    await child.stop();
    throw new Error(`There is no screen for OBS. ${child.lastOutput.trim()}`, { cause: error });
  }
}
