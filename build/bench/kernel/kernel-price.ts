import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Child } from '@neustream/shared/node/child.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { encodeAmf } from '../../kit/rtmp/amf0.ts';
import { encodeMessage, TYPE } from '../../kit/rtmp/chunks.ts';
import { HANDSHAKE_BYTES, hello } from '../../kit/rtmp/handshake.ts';
import { onPath } from '../../kit/tools.ts';
import { type ReadyMedia, readReadyMedia, writeReady } from '../ready-media.ts';
import { Sink } from '../sink.ts';
import { cpuMs } from '../usage.ts';

const SOURCE = fileURLToPath(new URL('./kernel-price.c', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../.cache/bench/', import.meta.url));
const CHUNK_SIZE = 4096;
const SETTLE_MS = 2_000;

/** Why the kernel's price cannot be measured; undefined when it can. */
export function compilerMissing(): string | undefined {
  return onPath('cc') === undefined
    ? 'there is no C compiler (cc) for the program that measures it'
    : undefined;
}

export interface PriceOptions {
  outputs: number;
  /** Pause between two rounds of writes, in ms. */
  everyMs: number;
  seconds: number;
  inputFile: string;
}

/** Processor time, in percent of a core, of a C program that writes the input to plain sockets and does nothing else. */
export async function measureKernelPrice({
  outputs,
  everyMs,
  seconds,
  inputFile,
}: PriceOptions): Promise<number> {
  const program = await build();
  const folder = mkdtempSync(join(tmpdir(), 'neustream-bench-kernel-'));
  try {
    const media = readReadyMedia(inputFile);
    const opening = openingBytes();
    const round = roundOf(media);
    const file = join(folder, 'bytes');
    writeFileSync(file, Buffer.concat([opening, round]));
    await using sink = await Sink.create(outputs);
    const ports = sink.outputs.map(({ address }) => new URL(address).port);
    const rate = (round.length / media.roundMs) * 1000;
    const numbers = [opening.length, rate, Math.round(everyMs * 1000)].map(String);
    await using child = new Child({
      name: 'The C program',
      file: program,
      args: [file, ...numbers, ...ports],
    });
    await until(() => child.lastOutput.includes('sending'), { what: 'the C program being connected' });
    await delay(SETTLE_MS);
    const before = cpuMs([child.pid]);
    const from = performance.now();
    await delay(seconds * 1000);
    const used = cpuMs([child.pid]) - before;
    if (!child.alive) throw new Error('The C program ended early.');
    return (used / (performance.now() - from)) * 100;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The program, built anew when its source is younger. */
async function build(): Promise<string> {
  const program = join(CACHE, 'kernel-price');
  if (existsSync(program) && statSync(program).mtimeMs > statSync(SOURCE).mtimeMs) return program;
  mkdirSync(CACHE, { recursive: true });
  const compiler = new Child({ name: 'cc', file: onPath('cc') ?? '', args: ['-O2', '-o', program, SOURCE] });
  const { code } = await compiler.exited;
  if (code !== 0) throw new Error(`The C program could not be built. ${compiler.lastOutput.trim()}`);
  return program;
}

/** A publish from its first byte on, for a server whose answers need not be waited for. */
function openingBytes(): Buffer {
  const chunkSize = Buffer.alloc(4);
  chunkSize.writeUInt32BE(CHUNK_SIZE);
  const command = (streamId: number, ...values: Parameters<typeof encodeAmf>[0]) =>
    encodeMessage({ chunkStream: 3, type: TYPE.command, streamId, payload: encodeAmf(values) }, CHUNK_SIZE);
  return Buffer.concat([
    hello(),
    Buffer.alloc(HANDSHAKE_BYTES),
    encodeMessage({ chunkStream: 2, type: TYPE.chunkSize, payload: chunkSize }, CHUNK_SIZE),
    command(0, 'connect', 1, { app: 'live', tcUrl: 'rtmp://127.0.0.1/live' }),
    command(0, 'createStream', 2, null),
    command(1, 'publish', 3, null, 'kernel', 'live'),
  ]);
}

function roundOf({ messages }: ReadyMedia): Buffer {
  const bytes = Buffer.alloc(messages.reduce((sum, message) => sum + message.bytes.length, 0));
  let at = 0;
  for (const message of messages) {
    at = writeReady(bytes, at, { message, timestamp: message.timestamp, now: 0 });
  }
  return bytes;
}
