import { Secret } from '@neustream/shared/kernel/secret.ts';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeApi } from '../testing/fake-api.ts';
import { PublishGate } from './publish-gate.ts';
import { ServerApi } from './server-api.ts';

const attempt = {
  publicId: 'abcdef12',
  key: new Secret('k'),
  protocol: 'rtmp' as const,
  address: '203.0.113.9',
};

describe('the publish gate', () => {
  let api: FakeApi;
  let publishGate: PublishGate;

  beforeEach(async () => {
    api = await FakeApi.start();
    publishGate = new PublishGate({
      nodeId: 'n1',
      sessions: { publishingTo: () => null, accept: () => 1 },
      server: new ServerApi(api.url, new Secret('t')),
      log: pino({ level: 'silent' }),
    });
  });
  afterEach(() => api[Symbol.asyncDispose]());

  const refusals = async (times: number) => {
    const reasons: string[] = [];
    for (let time = 0; time < times; time += 1) {
      const verdict = await publishGate.mayPublish(attempt);
      reasons.push(verdict.allowed ? 'allowed' : verdict.reason);
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
});
