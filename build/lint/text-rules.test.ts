import { describe, expect, it } from 'vitest';
import { TEXT_RULES, textViolations } from './text-rules.ts';

/** One violation per rule, and the same line where it is allowed. */
const PLANTED: Record<string, { at: string; line: string; allowedAt: string }> = {
  'env-is-read-in-one-file': {
    at: 'server/live/go-live.ts',
    line: 'const url = process.env.DATABASE_URL;',
    allowedAt: 'server/config.ts',
  },
  'pages-talk-through-the-client': {
    at: 'desktop/renderer/live/page.tsx',
    line: "const answer = await fetch('/api/sources');",
    allowedAt: 'desktop/renderer/api/client.ts',
  },
  'routes-come-from-the-contract': {
    at: 'server/live/routes.ts',
    line: "router.post('/api/streams', handler);",
    allowedAt: 'server/infra/http/bind.ts',
  },
  'ipc-comes-from-the-contract': {
    at: 'desktop/main/obs/obs.ts',
    line: "ipcMain.handle('obs', connect);",
    allowedAt: 'desktop/main/infra/ipc.ts',
  },
  'no-spread-of-a-literal': {
    at: 'server/live/go-live.ts',
    line: 'return { ...{ id, kind, data }, at };',
    allowedAt: 'build/lint/text-rules.ts',
  },
};

describe('rules about the text of production files', () => {
  it('have one planted violation each', () => {
    expect(Object.keys(PLANTED).sort()).toEqual(TEXT_RULES.map(({ name }) => name).sort());
  });

  it.each(Object.entries(PLANTED))('%s catches its violation, with line and reason', (rule, { at, line }) => {
    const [violation, ...others] = textViolations(at, `// first line\n${line}\n`);
    expect(violation).toMatchObject({ rule, path: at, line: 2 });
    expect(violation?.reason).not.toBe('');
    expect(others).toEqual([]);
  });

  it.each(Object.entries(PLANTED))('%s leaves the one place alone whose business it is', (_rule, planted) => {
    expect(textViolations(planted.allowedAt, planted.line)).toEqual([]);
  });

  it('leave tests and comments alone', () => {
    expect(textViolations('server/live/go-live.test.ts', 'process.env.X')).toEqual([]);
    expect(textViolations('server/live/go-live.ts', ' * never read process.env here')).toEqual([]);
  });

  it('do not mistake a query that is refetched for a request', () => {
    expect(textViolations('desktop/renderer/live/page.tsx', 'query.refetch(); api.fetch(1);')).toEqual([]);
  });
});
