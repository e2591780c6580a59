import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type FakeNode, startFakeNode, WAITING } from '../../../server/testing/fake-node.ts';
import { startApi } from '../../kit/api.ts';
import { Person } from '../../kit/person.ts';
import type { ProbeTask } from './probe.ts';

const NODE_ID = 'bench';
const NODE_TOKEN = 'bench-token-of-a-media-node-that-carries-nothing';
const SOURCES_EACH = 10;
const RELAYS_EACH = 2;
const REPORT_EVERY_MS = 1_000;
/** After this long, every session has been written at least once, as on a node that has been running for a while. */
const SETTLE_MS = 15_000;
const IDLE_SECONDS = 5;
const ASK_EVERY_MS = 20;

export interface ApiLoad {
  sessions: number;
  samples: number;
  p50_ms: number;
  p99_ms: number;
  longest_ms: number;
  /** The same percentile while nothing is reported: what the machine itself costs. */
  idle_p99_ms: number;
  /** The longest time it took to answer a snapshot, in ms. */
  snapshot_ms: number;
}

/**
 * How fast the API answers a page (`GET /api/auth/me`) while one media node with this many live sessions reports every
 * second. API and database are real; the node is a fake that carries nothing.
 */
export async function measureApiLoad({
  sessions,
  seconds,
  say,
}: {
  sessions: number;
  seconds: number;
  say(line: string): void;
}): Promise<ApiLoad> {
  const dataDir = mkdtempSync(join(tmpdir(), 'neustream-bench-'));
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  const settings = { MEDIA_NODE_ID: NODE_ID, MEDIA_NODE_TOKEN: NODE_TOKEN };
  await using api = await startApi({ dataDir, settings });
  await using node = await startFakeNode({
    serverUrl: api.url,
    id: NODE_ID,
    tokenOf: async () => NODE_TOKEN,
  });
  await node.snapshot();
  say(`${sessions} sessions go live …`);
  const person = await goLiveWith(sessions, { url: api.url, node });
  const ask = (length: number) => {
    const url = `${api.url}/api/auth/me`;
    return probe({ url, token: person.accessToken, seconds: length, everyMs: ASK_EVERY_MS });
  };
  const idle = (await ask(IDLE_SECONDS)).sort((a, b) => a - b);
  await using reporting = report(node);
  await delay(SETTLE_MS);
  say(`measuring for ${seconds} s …`);
  reporting.reset();
  const times = (await ask(seconds)).sort((a, b) => a - b);
  return {
    sessions,
    samples: times.length,
    p50_ms: share(times, 0.5),
    p99_ms: share(times, 0.99),
    longest_ms: share(times, 1),
    idle_p99_ms: share(idle, 0.99),
    snapshot_ms: reporting.longest(),
  };
}

/** Returns one of the people who own the sessions. */
async function goLiveWith(sessions: number, { url, node }: { url: string; node: FakeNode }): Promise<Person> {
  const people: Person[] = [];
  while (people.length * SOURCES_EACH < sessions) people.push(await Person.signUp({ url }));
  let left = sessions;
  for (const person of people) {
    for (let made = 0; made < SOURCES_EACH && left > 0; made += 1, left -= 1) {
      const { view } = await person.createSource();
      for (let relay = 0; relay < RELAYS_EACH; relay += 1)
        await person.addDestination(view.id, {
          name: `Place ${relay}`,
          address: 'rtmp://127.0.0.1:1935/live',
        });
      await person.goLive(view.id);
    }
    await node.snapshot();
  }
  const [first] = people;
  if (!first) throw new Error('Nobody went live.');
  return first;
}

/** Reports all sessions as live, with growing counters, every second until disposed. */
function report(node: FakeNode) {
  const stopping = new AbortController();
  const liveSince = Date.now();
  let longest = 0;
  async function run(): Promise<void> {
    for (let due = performance.now(); !stopping.signal.aborted; due += REPORT_EVERY_MS) {
      const began = performance.now();
      for (const { sessionId, destinations } of node.plans()) {
        const bytes = Date.now() - liveSince;
        const relays = destinations.map(({ id }) => ({
          ...LIVE,
          destinationId: id,
          liveSince,
          bytesSent: bytes,
        }));
        const ingest = { ...PUBLISHING, publishingSince: liveSince, bytesReceived: bytes };
        node.report(sessionId, { ingest, relays });
      }
      const { status } = await node.snapshot();
      if (status !== 200) throw new Error(`The API answered ${status} to a snapshot.`);
      longest = Math.max(longest, performance.now() - began);
      await delay(Math.max(0, due + REPORT_EVERY_MS - performance.now()));
    }
  }
  const running = run();
  // Told when it is disposed of; until then the measurement goes on.
  running.catch(() => undefined);
  return {
    longest: () => longest,
    reset: () => {
      longest = 0;
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
    },
  };
}

const PUBLISHING = {
  ...WAITING,
  status: 'publishing',
  protocol: 'rtmp',
  encoder: 'obs-output module (libobs version 30.0.0)',
  videoCodec: 'avc1',
  audioCodec: 'mp4a',
  width: 1920,
  height: 1080,
} as const;

const LIVE = {
  status: 'LIVE',
  reasonCode: null,
  detail: null,
  attempts: 1,
  nextRetryAt: null,
  bytesAcked: 0,
  framesDropped: 0,
  queuedBytes: 0,
  lagMs: 0,
  dropping: 'nothing',
  audioTrack: null,
} as const;

function probe(task: ProbeTask): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./probe.ts', import.meta.url), { workerData: task });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** The value below which this share of the ascending values lies, to one decimal place. */
function share(ascending: readonly number[], part: number): number {
  const index = Math.min(ascending.length - 1, Math.ceil(ascending.length * part) - 1);
  return Math.round((ascending[Math.max(0, index)] ?? Number.NaN) * 10) / 10;
}
