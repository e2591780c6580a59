import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TestClient } from '../../testing/test-client.ts';
import { startTestServer } from '../../testing/test-server.ts';

const newKey = () => randomBytes(32).toString('base64');

it('rotating the key-encryption key seals everything anew, after which the old key may go', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'neustream-rotation-'));
  const [before, after] = [newKey(), newKey()];
  const start = (keys: Record<string, string>) => startTestServer({ DATA_DIR: dataDir, ...keys });
  try {
    const user = new TestClient('');
    const made = await (async () => {
      await using old = await start({ KEY_ENCRYPTION_KEY: before });
      Object.assign(user, await TestClient.register(old.url));
      const source = await user.sourceWith(2);
      const [id = ''] = source.destinationIds;
      const body = { username: 'me', password: 'canary-login' };
      await user.call('updateDestination', { params: { id }, body });
      return source;
    })();
    {
      await using rotating = await start({ KEY_ENCRYPTION_KEY: after, KEY_ENCRYPTION_KEY_PREVIOUS: before });
      await expect.poll(() => rotating.logged()).toContain('KEY_ENCRYPTION_KEY_PREVIOUS can be removed');
    }
    await using rotated = await start({ KEY_ENCRYPTION_KEY: after });
    const node = await rotated.startNode();
    const keyHash = createHash('sha256').update(made.ingest_key).digest('hex');
    const answer = await node.publish(made.source.public_id, keyHash);
    expect(answer).toMatchObject({ allowed: true });
    if (!answer.allowed) return;
    expect(answer.plan.destinations.map(({ streamKey }) => streamKey)).toEqual([
      'canary-key-0',
      'canary-key-1',
    ]);
    expect(answer.plan.destinations[0]).toMatchObject({ username: 'me', password: 'canary-login' });
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
