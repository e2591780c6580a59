import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessionPlan } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { NO_INGEST } from '@neustream/shared/live/facts.ts';
import { LogTail } from '@neustream/shared/node/log-tail.ts';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerApi } from '../../control/server-api.ts';
import { PlanStore } from '../../fanout/plan-store.ts';
import { planSession } from '../../testing/plan.ts';
import { CONTROL_LANE_PATHS, type LaneReport, laneAnswer, readLaneReport } from '../edge/contract.ts';
import { LaneClient } from '../edge/lane-client.ts';
import { SessionBoard } from './board.ts';
import { EncoderClaims } from './claims.ts';
import { DesiredLanes } from './desired-lanes.ts';
import { LaneEdge } from './lane-edge.ts';
import { LaneHandle } from './lane-handle.ts';
import { Measurements } from './measurements.ts';

const token = new Secret('lane token');
/** Longer than a lane may be silent. */
const MANY_LOOKS = 50;

describe('what a lane reports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'neustream-lane-edge-'));
  let logged: string[];
  let lane: LaneHandle;
  let board: SessionBoard;
  let edge: LaneEdge;

  beforeEach(() => {
    logged = [];
    const log = pino({ level: 'warn' }, { write: (line) => logged.push(line) });
    lane = new LaneHandle({
      id: 'lane-1',
      // This very process, found by the program that it runs.
      pid: process.pid,
      stateFile: process.execPath,
      tail: new LogTail(join(folder, 'lane.log'), () => undefined),
      callsAt: (port) => new LaneClient(port, token),
      port: 1,
      outdated: false,
      log,
    });
    const lanes = { all: () => [lane], find: (id: string) => (id === lane.id ? lane : null) };
    board = new SessionBoard({
      store: new PlanStore(join(folder, 'sessions'), token, pino({ level: 'silent' })),
      lane: lanes.find,
      open: lanes.all,
      onChange: () => undefined,
      onSending: () => undefined,
      log: pino({ level: 'silent' }),
      now: () => 1,
    });
    const desired = new DesiredLanes({
      runId: 'run',
      controlUrl: () => 'http://127.0.0.1:1',
      mediamtx: () => null,
      lanes: lanes.all,
    });
    const server = new ServerApi('http://127.0.0.1:1', token);
    const claims = new EncoderClaims({ nodeId: 'n1', board, server, isDraining: () => false, log });
    edge = new LaneEdge({
      token,
      fingerprint: 'ours',
      lanes,
      board,
      claims,
      desired,
      measurements: new Measurements(Date.now),
      onJoined: () => undefined,
      log,
    });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const planned = () => {
    const plan = sessionPlan.parse(planSession([]).plan);
    board.accept(plan);
    return plan;
  };
  const factsOf = (sessionId: string): LaneReport['sessions'][number] => ({
    sessionId,
    runId: 'lane-1',
    version: 1,
    ingest: NO_INGEST,
    endedReason: null,
    endedAt: null,
    relays: [],
    events: [],
    record: { publishedAt: null, endedReason: null, endedAt: null },
  });
  const reportOf = (sessions: unknown[], more: Record<string, unknown> = {}) => ({
    laneId: 'lane-1',
    seq: 1,
    fingerprint: 'of another version',
    version: '1',
    state: 'running',
    pid: 1,
    port: 1,
    ports: { rtmp: null, rtmps: null },
    load: 0,
    passedOn: 0,
    sessions,
    ...more,
  });
  const report = async (body: unknown) =>
    edge.answer({
      method: 'POST',
      path: CONTROL_LANE_PATHS.report,
      knows: (secret) => secret === token,
      json: async () => body,
      gone: new AbortController().signal,
    });

  it('is believed session by session, and what cannot be read is logged once with its field', async () => {
    const [good, bad] = [planned(), planned()];
    const broken = { ...factsOf(bad.sessionId), endedReason: 'OF_THE_FUTURE' };
    for (let time = 0; time < 3; time += 1) {
      const answer = await report(reportOf([broken, factsOf(good.sessionId)]));
      expect(answer?.status).toBe(200);
      expect(laneAnswer.parse(answer?.body).drop).toEqual([]);
    }
    expect(board.sessions().map(({ sessionId }) => sessionId)).toEqual([good.sessionId]);
    expect(board.sessionsOn('lane-1')).toBe(2);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain(`{"sessionId":"${bad.sessionId}","problem":"endedReason: `);
    expect(logged[0]).toContain('"lane":"lane-1"');
  });

  it('never has it killed, whatever stands in it', async () => {
    for (let look = 0; look < MANY_LOOKS; look += 1) {
      expect(lane.look()).toBe('fine');
      expect(await report(reportOf([], { load: 'much' }))).toEqual({ status: 422 });
    }
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('load: ');
  });

  it('leaves sessions with a lane that is taken over, also those that cannot be read', async () => {
    const { sessionId } = planned();
    const restored = new SessionBoard({
      store: new PlanStore(join(folder, 'sessions'), token, pino({ level: 'silent' })),
      lane: () => lane,
      open: () => [lane],
      onChange: () => undefined,
      onSending: () => undefined,
      log: pino({ level: 'silent' }),
      now: () => 1,
    });
    restored.restore();
    await restored.adopt(readLaneReport.parse(reportOf([{ ...factsOf(sessionId), ingest: null }])));
    expect(restored.sessionsOn('lane-1')).toBe(1);
  });

  it('is no longer true once it has died, also while there is no other lane', async () => {
    const { sessionId } = planned();
    const relay = { destinationId: 'd1', detail: null, nextRetryAt: null, liveSince: 1, queuedBytes: 9 };
    const counted = { bytesSent: 7, bytesAcked: 5, framesDropped: 0, attempts: 1 };
    const live = { ...relay, ...counted, status: 'LIVE', reasonCode: null };
    const rejected = { ...live, destinationId: 'd2', status: 'ERROR', reasonCode: 'KEY_REJECTED' };
    const ingest = { ...NO_INGEST, status: 'publishing', publishingSince: 1 };
    await report(reportOf([{ ...factsOf(sessionId), ingest, relays: [live, rejected] }]));
    board.laneDied('lane-1');
    const [session] = board.sessions();
    expect(session?.ingest).toMatchObject({ status: 'gone', publishingSince: null, goneSince: 1 });
    expect(session?.relays).toMatchObject([
      { ...counted, status: 'DISCONNECTED', reasonCode: 'SOURCE_ABSENT', liveSince: null, queuedBytes: 0 },
      { status: 'ERROR', reasonCode: 'KEY_REJECTED' },
    ]);
  });

  it('ends a lane that nobody knew to take over', async () => {
    const { sessionId } = planned();
    const answer = await report(reportOf([factsOf(sessionId)], { laneId: 'lane-2' }));
    expect(answer?.status).toBe(200);
    expect(answer?.body).toMatchObject({ desired: { draining: true }, drop: [sessionId] });
    expect(board.sessionsOn('lane-1')).toBe(1);
  });

  it('is the only way to get a session: none is placed on a lane that is not there', () => {
    const plan = sessionPlan.parse(planSession([]).plan);
    board.accept(plan, 'lane-2');
    expect(board.sessionsOn('lane-2')).toBe(0);
    expect(board.sessionsOn('lane-1')).toBe(1);
  });
});
