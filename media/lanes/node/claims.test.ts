import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessionPlan } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { PrivateServer } from '../../control/private-server.ts';
import { ServerApi } from '../../control/server-api.ts';
import { PlanStore } from '../../fanout/plan-store.ts';
import { FakeApi } from '../../testing/fake-api.ts';
import { planSession } from '../../testing/plan.ts';
import { LANE_PATHS } from '../edge/contract.ts';
import { LaneClient } from '../edge/lane-client.ts';
import { type PlaceableLane, SessionBoard } from './board.ts';
import { EncoderClaims } from './claims.ts';

const log = pino({ level: 'silent' });
const claim = {
  publicId: 'abcdef12',
  keyHash: '00'.repeat(32),
  login: null,
  protocol: 'rtmp' as const,
  address: '203.0.113.9',
};

describe('an encoder for which no lane has a session', () => {
  const folder = mkdtempSync(join(tmpdir(), 'neustream-claims-'));
  let api: FakeApi;
  let board: SessionBoard;
  let draining: boolean;
  let claims: EncoderClaims;
  let lane: PlaceableLane | null;

  beforeEach(async () => {
    api = await FakeApi.start();
    draining = false;
    lane = null;
    board = new SessionBoard({
      store: new PlanStore(folder, new Secret('token'), log),
      lane: () => lane,
      open: () => (lane === null ? [] : [lane]),
      onChange: () => undefined,
      onSending: () => undefined,
      log,
      now: Date.now,
    });
    const server = new ServerApi(api.url, new Secret('t'));
    claims = new EncoderClaims({ nodeId: 'n1', board, server, isDraining: () => draining, log });
  });
  afterEach(async () => {
    await api[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const refusals = async (times: number) => {
    const reasons: string[] = [];
    for (let time = 0; time < times; time += 1) {
      const found = await claims.find(claim, 'lane-1');
      reasons.push(found.session === 'none' ? found.reason : found.session);
    }
    return reasons;
  };

  it('stops asking the API for somebody who guesses keys', async () => {
    api.publishAnswer = { allowed: false, code: 'KEY_UNKNOWN', message: 'No.' };
    expect((await refusals(12)).slice(-3)).toEqual(['KEY_UNKNOWN', 'TOO_MANY_TRIES', 'TOO_MANY_TRIES']);
    expect(api.publishAsks).toHaveLength(10);
  });

  it('keeps no encoder out that comes again and again while the API is away or its session still ends', async () => {
    api.away = true;
    expect(await refusals(12)).toEqual(Array(12).fill('API_AWAY'));
    api.away = false;
    api.publishAnswer = { allowed: false, code: 'STILL_ENDING', message: 'Not yet.' };
    expect(await refusals(12)).toEqual(Array(12).fill('STILL_ENDING'));
  });

  it('asks nobody while the node is draining', async () => {
    draining = true;
    expect(await refusals(1)).toEqual(['DRAINING']);
    expect(api.publishAsks).toEqual([]);
  });

  it('does not move a session for a wrong key', async () => {
    const { plan } = planSession([]);
    api.publishAnswer = { allowed: true, plan: { ...plan, publicId: claim.publicId } };
    expect(await refusals(2)).toEqual(['WRONG_KEY', 'WRONG_KEY']);
    expect(board.size).toBe(1);
  });

  it('tells the lane of the session once of wrong keys that come elsewhere, so that its timeline does', async () => {
    const asked: unknown[] = [];
    const first = Promise.withResolvers<void>();
    const server = new PrivateServer({
      host: '127.0.0.1',
      port: 0,
      answer: async (request) => {
        if (request.path !== LANE_PATHS.publish) return { status: 200 };
        asked.push(await request.json(10_000));
        first.resolve();
        return { status: 200, body: { allowed: false, reason: 'WRONG_KEY' } };
      },
      log,
    });
    const port = await server.start();
    onTestFinished(() => server.stop());
    lane = { id: 'lane-2', port, load: 0, calls: new LaneClient(() => port, new Secret('t')) };
    board.accept(sessionPlan.parse({ ...planSession([]).plan, publicId: claim.publicId }));
    expect(await refusals(3)).toEqual(Array(3).fill('WRONG_KEY'));
    await claims.mayPublish(claim);
    await first.promise;
    // Whatever was sent before this is answered by now.
    await lane.calls.forget('another');
    expect(asked).toEqual([claim]);
  });
});
