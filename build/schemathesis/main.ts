import { randomUUID } from 'node:crypto';
import { setInterval as everyMs } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { FakeNode } from '../../server/testing/fake-node.ts';
import { startTestServer } from '../../server/testing/test-server.ts';
import { run } from '../python/run.ts';
import { prepareSchemathesis } from './python.ts';

// Schemathesis (https://schemathesis.readthedocs.io) generates requests from the served document, valid and invalid,
// and fails on whatever the document does not cover. The server is a throw-away one that carries nothing.

const { values } = parseArgs({
  options: {
    examples: { type: 'string', default: '200' },
    only: { type: 'string', multiple: true, default: [] },
    phases: { type: 'string', default: 'examples,coverage,fuzzing,stateful' },
    seed: { type: 'string' },
    workers: { type: 'string', default: '1' },
  },
});

const NODE_REPORTS_MS = 1_000;
/** Otherwise the plan would soon refuse everything new. */
const WITHOUT_LIMITS = { sources: null, destinations: null, live_destinations: null, month_seconds: null };

const schemathesis = await prepareSchemathesis();
if (schemathesis) process.exitCode = await testAgainst(schemathesis);

async function testAgainst(program: string): Promise<number> {
  await using test = await startTestServer({ RATE_LIMIT_FACTOR: '1000000', LOG_LEVEL: 'error' });
  await test.server.db('subscription_plans').update(WITHOUT_LIMITS);
  const node = await test.startNode();
  const stop = new AbortController();
  const reporting = keepReporting(node, stop.signal);
  try {
    const code = await run({ file: program, args: argumentsFor(test.url), env: await personAt(test.url) });
    if (code !== 0) process.stderr.write(errorsIn(test.logged()));
    return code;
  } finally {
    stop.abort();
    await reporting;
  }
}

/** What the server itself considers an error. */
function errorsIn(log: string): string {
  return log
    .split('\n')
    .filter((line) => /"level":[56]0/.test(line))
    .join('\n');
}

function argumentsFor(url: string): string[] {
  const settings = new URL('schemathesis.toml', import.meta.url).pathname;
  return [
    ...['--config-file', settings, 'run', `${url}/api/openapi.json`, '--url', url],
    ...[
      '--max-examples',
      values.examples,
      '--phases',
      values.phases,
      '--continue-on-failure',
      '--workers',
      values.workers,
    ],
    ...values.only.flatMap((name) => ['--include-operation-id', name]),
    ...(values.seed === undefined ? [] : ['--seed', values.seed]),
  ];
}

/** Somebody with an account, as whom `hooks.py` signs in. */
async function personAt(url: string): Promise<Record<string, string>> {
  const [email, password] = [`${randomUUID()}@example.com`, randomUUID()];
  const answer = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, display_name: 'Ada' }),
  });
  if (!answer.ok) throw new Error(`No account could be opened: ${await answer.text()}`);
  const hooks = 'build.schemathesis.hooks';
  return {
    SCHEMATHESIS_HOOKS: hooks,
    NEUSTREAM_URL: url,
    NEUSTREAM_EMAIL: email,
    NEUSTREAM_PASSWORD: password,
  };
}

async function keepReporting(node: FakeNode, signal: AbortSignal): Promise<void> {
  try {
    for await (const _ of everyMs(NODE_REPORTS_MS, undefined, { signal })) await node.snapshot();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
