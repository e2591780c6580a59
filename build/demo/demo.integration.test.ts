import { fileURLToPath } from 'node:url';
import { Child } from '@neustream/shared/node/child.ts';
import { describe, expect, it } from 'vitest';
import type { DemoResult } from './result.ts';

const PROGRAM = fileURLToPath(new URL('../demo.ts', import.meta.url));
const MINUTE = 60_000;

async function runDemo(ingest: 'auto' | 'builtin'): Promise<{ code: number | null; result: DemoResult }> {
  const args = [PROGRAM, '--destinations', '2', '--seconds', '5', '--json'];
  const env = { ...process.env, INGEST: ingest };
  await using demo = new Child({ name: 'The demo', file: process.execPath, args, env });
  const { code } = await demo.exited;
  const last = demo.lastOutput
    .trim()
    .split('\n')
    .find((line) => line.startsWith('{"ok"'));
  return { code, result: JSON.parse(last ?? 'null') as DemoResult };
}

describe('npm run demo', () => {
  it.concurrent.each(['auto', 'builtin'] as const)(
    'sends a test picture over RTMP and RTMPS and says what arrived (ingest: %s)',
    async (ingest) => {
      const { code, result } = await runDemo(ingest);
      expect(result).toMatchObject({ ok: true, destinations: [{ protocol: 'rtmps' }, { protocol: 'rtmp' }] });
      expect(code).toBe(0);
      for (const destination of result.destinations) {
        expect(destination.status).toBe('LIVE');
        expect(destination.received_bytes).toBeGreaterThanOrEqual(0.98 * destination.expected_bytes);
      }
      if (ingest === 'builtin') expect(result.ingest).toBe('builtin');
    },
    2 * MINUTE,
  );
});
