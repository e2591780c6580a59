import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from '@neustream/shared/node/child.ts';
import { freePort } from '@neustream/shared/node/ports.ts';
import type { Certificate } from '../certificates.ts';
import { callChild, childReady } from '../remote.ts';
import { filesIn, type Platform, type PlatformReport, type RecordingServer } from './platform.ts';

const PROGRAM = fileURLToPath(new URL('./independent-server.ts', import.meta.url));

/** What the parent passes to `independent-server.ts`. */
export interface IndependentServerOptions {
  port: number;
  folder: string;
  /** PEM files; with them it speaks RTMPS only. */
  tls: { key: string; cert: string } | null;
}

export interface IndependentPlatformOptions {
  name: string;
  /** Own folder for recordings. */
  folder: string;
  certificate?: Certificate;
}

/**
 * A platform that runs somebody else's RTMP server (node-media-server) in a process of its own, and counts what that
 * server received. The demo's result rests on its word.
 */
export class IndependentPlatform implements Platform, RecordingServer {
  readonly name: string;
  readonly protocol: 'rtmp' | 'rtmps';
  readonly address: string;
  readonly child: Child;
  readonly #folder: string;

  private constructor(
    name: string,
    {
      protocol,
      port,
      folder,
      child,
    }: Pick<IndependentServerOptions, 'port' | 'folder'> & {
      protocol: 'rtmp' | 'rtmps';
      child: Child;
    },
  ) {
    this.name = name;
    this.protocol = protocol;
    this.address = `${protocol}://${protocol === 'rtmps' ? 'localhost' : '127.0.0.1'}:${port}/live`;
    this.child = child;
    this.#folder = folder;
  }

  static async start({
    name,
    folder,
    certificate,
  }: IndependentPlatformOptions): Promise<IndependentPlatform> {
    mkdirSync(folder, { recursive: true });
    const options: IndependentServerOptions = { port: await freePort(), folder, tls: null };
    if (certificate) {
      options.tls = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
      writeFileSync(options.tls.key, certificate.key, { mode: 0o600 });
      writeFileSync(options.tls.cert, certificate.cert);
    }
    const child = new Child({
      name: `The platform ${name}`,
      file: process.execPath,
      args: [PROGRAM, JSON.stringify(options)],
      messages: true,
    });
    await childReady(child);
    const protocol = certificate ? 'rtmps' : 'rtmp';
    return new IndependentPlatform(name, { protocol, port: options.port, folder, child });
  }

  /** What has been received so far. */
  async report(): Promise<PlatformReport> {
    return callChild<PlatformReport>(this.child, 'report');
  }

  async recordings(): Promise<string[]> {
    return filesIn(this.#folder, '.flv');
  }

  /** Closes the recordings, ends the server and reports what it received. */
  async finish(): Promise<PlatformReport> {
    const report = await this.report();
    await this.child.stop();
    return report;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.child.stop();
  }
}
