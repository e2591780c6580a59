import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type {
  ConnectionTestAnswer,
  ConnectionTestRequestWire,
} from '@neustream/shared/contracts/connection-test.ts';
import {
  MEDIA_CONTROL_PATHS,
  NO_ENDPOINTS,
  type NodeSession,
  type NodeSnapshot,
  type PublishLoginProof,
  type publishAnswer,
  SERVER_NODE_PATHS,
  type SessionPlanWire,
  type SnapshotAnswer,
} from '@neustream/shared/contracts/media-control.ts';
import type { NodeEvent } from '@neustream/shared/live/events.ts';
import { NO_INGEST } from '@neustream/shared/live/facts.ts';
import { hungUp } from '@neustream/shared/node/hung-up.ts';
import type { z } from 'zod';

type PublishAnswerWire = z.input<typeof publishAnswer>;

/** @param signal ends when the API hangs up */
type TestAnswerer = (
  request: ConnectionTestRequestWire,
  signal: AbortSignal,
) => Promise<ConnectionTestAnswer>;

/** A media node that speaks the control contract and carries nothing. Its state is what the test says. */
export interface FakeNode extends AsyncDisposable {
  readonly id: string;
  /** Every plan it was sent, in order. */
  readonly received: SessionPlanWire[];
  /** Answers requests to test a connection; says that it is busy unless a test says otherwise. */
  answerTests(answer: TestAnswerer): void;
  /** The newest plan of a session. */
  plan(sessionId: string): SessionPlanWire | undefined;
  /** The newest plan of each session that it holds. */
  plans(): SessionPlanWire[];
  /** Facts that the next snapshot reports; undefined to report nothing of the session. */
  report(sessionId: string, facts: Partial<NodeSession> | undefined): void;
  snapshot(change?: Partial<NodeSnapshot>): Promise<{ status: number; answer: SnapshotAnswer }>;
  /** Asks whether an encoder may publish, which showed a key, given as its SHA-256, or logged in. */
  publish(publicId: string, shown: string | PublishLoginProof, address?: string): Promise<PublishAnswerWire>;
  /** POSTs a JSON text to the API with the node's own token, or another. */
  post(path: string, text: string, token?: string): Promise<{ status: number; answer: unknown }>;
  /** New process of the same node: numbers count anew. */
  restart(): void;
  /** While refusing, plans are answered with 500. */
  refuse(refusing: boolean): void;
}

interface Options {
  serverUrl: string;
  /** Its name; a unique one unless given. */
  id?: string;
  /** The token of a node. */
  tokenOf(nodeId: string): Promise<string>;
  now?: () => number;
}

export async function startFakeNode({
  serverUrl,
  id = `node-${randomUUID().slice(0, 8)}`,
  tokenOf,
  now = Date.now,
}: Options): Promise<FakeNode> {
  const token = await tokenOf(id);
  const received: SessionPlanWire[] = [];
  const held = new Map<string, SessionPlanWire>();
  const facts = new Map<string, Partial<NodeSession>>();
  const run = { bootId: randomUUID(), seq: 0, refusing: false, draining: false };
  let answerTest: TestAnswerer = async () => ({ outcome: 'busy' });

  const control = createServer(async (request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end();
    if (run.refusing) return void response.writeHead(500).end();
    response.setHeader('content-type', 'application/json');
    if (request.url === MEDIA_CONTROL_PATHS.connectionTests) {
      const answer = await answerTest(JSON.parse(await textOf(request)), hungUp(response));
      return void response.end(JSON.stringify(answer));
    }
    if (request.url === MEDIA_CONTROL_PATHS.drain) {
      run.draining = true;
      return void response.writeHead(202).end();
    }
    const plan: SessionPlanWire = JSON.parse(await textOf(request));
    received.push(plan);
    if ((held.get(plan.sessionId)?.version ?? 0) < plan.version) held.set(plan.sessionId, plan);
    response.end(JSON.stringify({ version: held.get(plan.sessionId)?.version }));
  });
  await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
  const address = control.address();
  const controlUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

  const postText = async (path: string, text: string, shown = token) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${shown}` };
    const response = await fetch(new URL(path, serverUrl), {
      method: 'POST',
      headers,
      body: text,
    });
    return { status: response.status, answer: (await response.json()) as unknown };
  };
  const post = async <T>(path: string, body: { nodeId: string }): Promise<{ status: number; answer: T }> => {
    // A snapshot in another node's name is sent with that node's token.
    const shown = body.nodeId === id ? token : await tokenOf(body.nodeId);
    const { status, answer } = await postText(path, JSON.stringify(body), shown);
    return { status, answer: answer as T };
  };
  const sessionOf = ({ sessionId, version, destinations }: SessionPlanWire): NodeSession => ({
    sessionId,
    runId: run.bootId,
    version,
    ingest: NO_INGEST,
    endedReason: null,
    endedAt: null,
    relays: destinations.map((destination) => ({ ...CONNECTING, destinationId: destination.id })),
    events: [],
    ...facts.get(sessionId),
  });

  return {
    id,
    received,
    answerTests: (answer) => {
      answerTest = answer;
    },
    plan: (sessionId) => held.get(sessionId),
    plans: () => [...held.values()],
    report: (sessionId, reported) => {
      if (reported) facts.set(sessionId, reported);
      else held.delete(sessionId);
    },
    async snapshot(change = {}) {
      run.seq += 1;
      const endpoints = { rtmp: 'rtmp://127.0.0.1:1935', rtmps: null, srt: 'srt://127.0.0.1:8890' };
      const web = {
        whip: 'http://127.0.0.1:8889',
        whep: 'http://127.0.0.1:8889',
        hls: 'http://127.0.0.1:8888',
      };
      const snapshot: NodeSnapshot = {
        nodeId: id,
        bootId: run.bootId,
        seq: run.seq,
        at: now(),
        controlUrl,
        ingestEngine: 'mediamtx',
        ingestReady: true,
        version: '1.0.0',
        draining: run.draining,
        lanes: [],
        endpoints: { ...NO_ENDPOINTS, ...endpoints, ...web },
        sessions: [...held.values()].map(sessionOf),
        ...change,
      };
      return await post<SnapshotAnswer>(SERVER_NODE_PATHS.snapshot, snapshot);
    },
    publish: async (publicId, shown, address = '127.0.0.1') => {
      const proof =
        typeof shown === 'string' ? { keyHash: shown, login: null } : { keyHash: null, login: shown };
      const request = { nodeId: id, publicId, ...proof, protocol: 'rtmp', address };
      const { answer } = await post<PublishAnswerWire>(SERVER_NODE_PATHS.publish, request);
      if (answer.allowed) held.set(answer.plan.sessionId, answer.plan);
      return answer;
    },
    post: postText,
    restart: () => {
      run.bootId = randomUUID();
      run.seq = 0;
    },
    refuse: (refusing) => {
      run.refusing = refusing;
    },
    async [Symbol.asyncDispose]() {
      control.closeAllConnections();
      await new Promise((resolve) => control.close(resolve));
    },
  };
}

export function nodeEvent(kind: NodeEvent['kind'], parts: Partial<NodeEvent> = {}): NodeEvent {
  return { id: randomUUID(), at: Date.now(), kind, hop: 'relay', destinationId: null, data: {}, ...parts };
}

/** An encoder that was never seen. */
export const WAITING = NO_INGEST;

export const CONNECTING = {
  status: 'CONNECTING' as const,
  reasonCode: null,
  detail: null,
  attempts: 0,
  nextRetryAt: null,
  liveSince: null,
  bytesSent: 0,
  bytesAcked: 0,
  framesDropped: 0,
  queuedBytes: 0,
  lagMs: 0,
  dropping: 'nothing' as const,
  audioTrack: null,
};

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
