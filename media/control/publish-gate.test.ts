import { sessionPlan } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { adobeDigest, adobeResponse, publishSalt } from '@neustream/shared/node/adobe-login.ts';
import pino from 'pino';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EventLog } from '../fanout/event-log.ts';
import { planSession } from '../testing/plan.ts';
import { PublishGate } from './publish-gate.ts';

const { plan, key } = planSession([]);
const { publicId } = plan;

/** How an encoder answers a challenge with this password. */
function proof(password: string) {
  const salt = publishSalt(publicId);
  const challenge = { challenge: 'c1', clientChallenge: 'c2' };
  const digest = adobeDigest({ user: publicId, salt, password: new Secret(password) });
  return { user: publicId, salt, ...challenge, response: adobeResponse(digest, challenge) };
}

describe('whether an encoder may publish to a session that is carried here', () => {
  let events: EventLog;
  let taken: boolean;
  let gate: PublishGate;

  beforeEach(() => {
    events = new EventLog(Date.now, () => undefined);
    taken = false;
    const held = sessionPlan.parse(plan);
    gate = new PublishGate({
      sessions: { publishingTo: () => ({ plan: held, events, taken }) },
      find: async () => ({ session: 'none', reason: 'KEY_UNKNOWN' }),
      log: pino({ level: 'silent' }),
    });
  });

  const ask = (more: Partial<Parameters<PublishGate['mayPublish']>[0]> = {}) =>
    gate.mayPublish({
      publicId,
      key: new Secret(key),
      protocol: 'rtmp',
      address: '203.0.113.9',
      ...more,
    });
  const kinds = () => events.list().map(({ kind }) => kind);

  it('is decided by its key, or by a login that proves that it knows the key', async () => {
    expect(await ask()).toEqual({ allowed: true });
    expect(await ask({ key: new Secret('wrong') })).toMatchObject({ reason: 'WRONG_KEY' });
    const none = { key: new Secret('') };
    expect(await ask({ ...none, login: proof(key) })).toEqual({ allowed: true });
    expect(await ask({ ...none, login: proof('wrong') })).toMatchObject({ reason: 'WRONG_KEY' });
    expect(await ask({ ...none, login: { ...proof(key), user: 'another1' } })).toMatchObject({
      reason: 'WRONG_KEY',
    });
  });

  it('waits for a publisher that may be dead, and is told when it takes its place', async () => {
    taken = true;
    expect(await ask({ outwait: async () => 'silent' })).toEqual({ allowed: true });
    expect(kinds()).toEqual(['encoder.replaced']);
    expect(await ask({ outwait: async () => 'gone' })).toEqual({ allowed: true });
    expect(kinds()).toEqual(['encoder.replaced']);
  });

  it('is not asked of the publisher by somebody with a wrong key, or who only logs in', async () => {
    taken = true;
    const outwait = vi.fn(async () => 'silent' as const);
    expect(await ask({ key: new Secret('wrong'), outwait })).toMatchObject({ reason: 'WRONG_KEY' });
    expect(await ask({ login: proof(key), onlyLogin: true, outwait })).toEqual({ allowed: true });
    expect(outwait).not.toHaveBeenCalled();
  });

  it('is refused while another publishes, which the timeline tells once and not with every try', async () => {
    taken = true;
    for (let time = 0; time < 20; time += 1)
      expect(await ask({ outwait: async () => 'alive' })).toMatchObject({ reason: 'ALREADY_PUBLISHING' });
    expect(kinds()).toEqual(['encoder.rejected']);
  });

  it('is refused for a wrong key or password, which the timeline of a waiting session tells once', async () => {
    for (let time = 0; time < 20; time += 1) await ask({ key: new Secret('wrong') });
    await ask({ key: new Secret(''), login: proof('wrong'), onlyLogin: true });
    const data = { reason: 'WRONG_KEY', protocol: 'rtmp' };
    expect(events.list()).toMatchObject([{ kind: 'encoder.rejected', hop: 'encoder', data }]);
    taken = true;
    await ask({ outwait: async () => 'alive' });
    expect(events.list().map((event) => event.data.reason)).toEqual(['WRONG_KEY', 'ALREADY_PUBLISHING']);
  });

  it('leaves no trace of a stranger with a wrong key while its own encoder publishes', async () => {
    taken = true;
    await ask({ key: new Secret('wrong') });
    expect(kinds()).toEqual([]);
  });
});
