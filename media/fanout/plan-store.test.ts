import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { sessionPlan } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planSession } from '../testing/plan.ts';
import { PlanStore } from './plan-store.ts';
import { recordFromText, recordToText, recordToWire, type SessionRecord } from './session-record.ts';

describe('sessions on disk', () => {
  let folder: string;
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) });
  const wire = planSession(['rtmp://a.example/app']).plan;
  const record: SessionRecord = {
    plan: sessionPlan.parse(wire),
    acceptedAt: 1,
    publishedAt: 2,
    endedReason: null,
    endedAt: null,
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'neustream-plans-'));
    lines.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('come back whole for the same node token', () => {
    new PlanStore(folder, new Secret('token'), log).save(record);
    const [back] = new PlanStore(folder, new Secret('token'), log).load();
    expect(back?.plan.destinations[0]?.streamKey.reveal()).toBe(wire.destinations[0]?.streamKey);
    expect(back).toMatchObject({ acceptedAt: 1, publishedAt: 2, endedReason: null });
    expect(back && recordToWire(back)).toEqual(recordToWire(record));
  });

  it('show nothing of what would let somebody publish, in whatever way they are printed', () => {
    const [login] = wire.publishLogins ?? [];
    expect(login?.digest).toHaveLength(24);
    expect(inspect(record, { depth: null }) + JSON.stringify(record)).not.toContain(login?.digest);
  });

  it('come back when an earlier version stored them, which called what is desired an order', () => {
    const { desired: order, destinations, ...plan } = wire;
    const earlier = destinations.map(({ desired: _, ...destination }) => ({
      ...destination,
      order: 'pause',
    }));
    const text = JSON.stringify({ ...record, plan: { ...plan, order, destinations: earlier } });
    expect(recordFromText(text).plan).toMatchObject({
      desired: 'live',
      destinations: [{ desired: 'pause' }],
    });
  });

  it('come back when an earlier version sealed them, with the tag before the text', () => {
    const key = Buffer.from(hkdfSync('sha256', 'token', '', 'neustream media plans v1', 32));
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const text = Buffer.concat([cipher.update(recordToText(record), 'utf8'), cipher.final()]);
    writeFileSync(join(folder, 'earlier.sealed'), Buffer.concat([nonce, cipher.getAuthTag(), text]));
    const [back] = new PlanStore(folder, new Secret('token'), log).load();
    expect(back?.plan.sessionId).toBe(wire.sessionId);
  });

  it('are not taken for another session when a file is put in its place', () => {
    new PlanStore(folder, new Secret('token'), log).save(record);
    const [name = ''] = readdirSync(folder);
    renameSync(join(folder, name), join(folder, `${'0'.repeat(32)}.sealed`));
    expect(new PlanStore(folder, new Secret('token'), log).load()).toEqual([]);
  });

  it('show nothing of their stream keys and are for our user only', () => {
    new PlanStore(folder, new Secret('token'), log).save(record);
    const [name = ''] = readdirSync(folder);
    expect(readFileSync(join(folder, name), 'latin1')).not.toContain(wire.destinations[0]?.streamKey);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('are left alone and named in the log when they cannot be opened', () => {
    new PlanStore(folder, new Secret('token'), log).save(record);
    writeFileSync(join(folder, 'broken.sealed'), 'garbage');
    expect(new PlanStore(folder, new Secret('another'), log).load()).toEqual([]);
    expect(lines).toHaveLength(2);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('go on from memory, with one warning, when they cannot be written', () => {
    const blocked = join(folder, 'file');
    writeFileSync(blocked, '');
    const store = new PlanStore(blocked, new Secret('token'), log);
    store.save(record);
    store.save(record);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('Free disk space');
  });
});
