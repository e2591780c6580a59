import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import boundaries, { LIVE_ORDER, SERVER_ORDER } from './boundaries.mjs';
import { ROOT } from './lint/run.ts';
import { cruise } from './lint/steps.ts';

interface Planted {
  /** File that breaks the rule. */
  file: string;
  /** What it imports. */
  imports: string;
  /** Other files to plant, by path. */
  also?: Record<string, string>;
}

/** Each part of a chain except the first, importing the one right above it. */
function upward(
  prefix: string,
  order: readonly string[],
  { folder, enter }: { folder: string; enter: string },
): Record<string, Planted> {
  const planted = order.slice(1).map((name, index): [string, Planted] => {
    const above = `${folder}/${order[index]}/${enter}`;
    const file = `${folder}/${name}/upward.ts`;
    return [
      `${prefix}-${name}-looks-down-only`,
      { file, imports: `../${order[index]}/${enter}`, also: { [above]: 'export {};' } },
    ];
  });
  return Object.fromEntries(planted);
}

/** One violation of each rule, each in files of its own. */
const PLANTED: Record<string, Planted> = {
  'no-cycles': {
    file: 'media/ring/one.ts',
    imports: './two.ts',
    also: { 'media/ring/two.ts': "import './one.ts';" },
  },
  'everything-resolves': { file: 'media/lost.ts', imports: './nowhere.ts' },
  'shared-is-the-floor': { file: 'shared/upward.ts', imports: '../server/site/public.ts' },
  'shared-runs-anywhere': { file: 'shared/nodeish.ts', imports: 'node:fs' },
  'shared-stands-below-the-node-floor': { file: 'shared/sunken.ts', imports: './node/child.ts' },
  'pages-never-stand-on-the-node-floor': {
    file: 'desktop/renderer/sunken.ts',
    imports: '../../shared/node/child.ts',
  },
  'apps-never-meet': { file: 'server/nosy.ts', imports: '../media/public.ts' },
  'desktop-enters-media-by-its-front-door': {
    file: 'desktop/main/nosy.ts',
    imports: '../../media/inside.ts',
  },
  'capabilities-have-a-front-door': { file: 'server/live/nosy.ts', imports: '../site/inside.ts' },
  'media-capabilities-have-a-front-door': { file: 'media/ingest/nosy.ts', imports: '../relay/inside.ts' },
  'media-control-looks-down-only': { file: 'media/control/upward.ts', imports: '../lanes/public.ts' },
  'media-fanout-looks-down-only': { file: 'media/fanout/upward.ts', imports: '../control/public.ts' },
  'media-ingest-looks-down-only': { file: 'media/ingest/upward.ts', imports: '../fanout/public.ts' },
  'media-transcode-looks-down-only': { file: 'media/transcode/upward.ts', imports: '../ingest/public.ts' },
  'media-relay-looks-down-only': { file: 'media/relay/upward.ts', imports: '../transcode/public.ts' },
  ...upward('server', SERVER_ORDER, { folder: 'server', enter: 'public.ts' }),
  ...upward('live', LIVE_ORDER, { folder: 'server/live', enter: 'store.ts' }),
  'infra-knows-no-capability': { file: 'server/infra/nosy.ts', imports: '../site/public.ts' },
  'renderer-is-a-web-page': { file: 'desktop/renderer/nosy.ts', imports: '../main/inside.ts' },
  'renderer-has-no-node': { file: 'desktop/renderer/nodeish.ts', imports: 'node:path' },
  'features-have-a-front-door': {
    file: 'desktop/renderer/live/nosy.ts',
    imports: '../chat/inside.ts',
    also: { 'desktop/renderer/chat/inside.ts': 'export {};' },
  },
  'features-know-no-shell': {
    file: 'desktop/renderer/live/upward.ts',
    imports: '../portal/shell.ts',
    also: { 'desktop/renderer/portal/shell.ts': 'export {};' },
  },
  'pages-floor-knows-no-feature': { file: 'desktop/renderer/page/nosy.ts', imports: '../chat/public.ts' },
  'parts-know-no-page': {
    file: 'desktop/renderer/ui/nosy.ts',
    imports: '../page/head.ts',
    also: { 'desktop/renderer/page/head.ts': 'export {};' },
  },
  'one-place-spawns': { file: 'media/relay/spawner.ts', imports: 'execa' },
  'only-stores-speak-sql': { file: 'server/live/query.ts', imports: 'knex' },
  'express-stays-in-infra': { file: 'server/live/routes.ts', imports: 'express' },
  'production-never-imports-tests': { file: 'media/careless.ts', imports: './some.test.ts' },
  'launcher-needs-no-test-kit': {
    file: 'build/start/nosy.ts',
    imports: '../kit/wait.ts',
    also: { 'build/kit/wait.ts': 'export {};' },
  },
  'production-needs-no-dev-packages': { file: 'media/dev-only.ts', imports: 'fast-check' },
};

/** What each rule has to leave alone. */
const ALLOWED: Record<string, string> = {
  'server/live/public.ts':
    "import '../site/public.ts'; import '../infra/log.ts'; import '../../shared/floor.ts';",
  'server/live/store.ts': "import 'knex';",
  'server/infra/processes.ts': "import '../../shared/node/child.ts';",
  'media/ingest/processes.ts': "import '../../shared/node/child.ts';",
  'desktop/main/processes.ts': "import '../../shared/node/child.ts';",
  'server/infra/http/bind.ts': "import 'express';",
  'server/main.ts': "import './live/public.ts'; import './site/inside.ts';",
  'shared/node/child.ts': "import 'execa'; import 'node:child_process'; import '../floor.ts';",
  'media/control/control.ts': "import '../fanout/public.ts'; import './inside.ts';",
  'media/ingest/rtmp/serve.ts':
    "import '../inside.ts'; import '../../relay/public.ts'; import '../../config.ts';",
  'desktop/main/encoder/publish.ts': "import '../../../media/public.ts';",
  'desktop/renderer/live/public.ts': "import '../chat/public.ts'; import '../page/notice.ts';",
  'desktop/renderer/portal/features.ts': "import '../live/public.ts'; import '../page/notice.ts';",
  'desktop/renderer/page/notice.ts': "import '../ui/notice.ts'; import '../api/client.ts';",
  'desktop/renderer/page.ts': "import '../../shared/floor.ts'; import 'react';",
  'shared/contracts.ts': "import 'zod'; import './floor.ts';",
  'shared/contracts.test.ts': "import 'vitest'; import 'node:fs'; import './contracts.ts';",
  'build/bench.ts': "import '../server/main.ts'; import '../media/inside.ts'; import 'node:child_process';",
};

const EMPTY = ['shared/floor.ts', 'server/site/public.ts', 'server/site/inside.ts', 'server/infra/log.ts']
  .concat(['media/public.ts', 'media/inside.ts', 'media/config.ts', 'media/some.test.ts'])
  .concat(
    ['lanes', 'control', 'fanout', 'ingest', 'transcode', 'relay'].map((name) => `media/${name}/public.ts`),
  )
  .concat(['media/control/inside.ts', 'media/ingest/inside.ts', 'media/relay/inside.ts'])
  .concat(['desktop/main/inside.ts', 'desktop/renderer/chat/public.ts', 'desktop/renderer/ui/notice.ts'])
  .concat(['desktop/renderer/api/client.ts']);

interface Violation {
  from: string;
  rule: { name: string };
}

describe('the boundaries', () => {
  let folder = '';
  let violations: Violation[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'boundaries-'));
    await plant(folder);
    const { output } = await cruise(folder, ['shared', 'server', 'media', 'desktop', 'build'], 'json');
    violations = JSON.parse(output).summary.violations;
  }, 30_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('have one planted violation for each rule', () => {
    const names = (boundaries.forbidden ?? []).map(({ name }) => name);
    expect(Object.keys(PLANTED).sort()).toEqual(names.sort());
  });

  it('give a reason for each rule', () => {
    for (const { comment } of boundaries.forbidden ?? []) expect(comment).toMatch(/\.$/);
  });

  it.each(Object.entries(PLANTED))('%s is caught', (rule, { file }) => {
    expect(violations.filter(({ from }) => from === file).map((found) => found.rule.name)).toContain(rule);
  });

  it('leave alone what is allowed', () => {
    expect(violations.filter(({ from }) => from in ALLOWED)).toEqual([]);
  });
});

async function plant(folder: string): Promise<void> {
  const files: Record<string, string> = {
    'package.json': JSON.stringify({
      name: 'planted',
      type: 'module',
      dependencies: { execa: '*', express: '*', knex: '*', react: '*', zod: '*' },
      devDependencies: { 'fast-check': '*', vitest: '*' },
    }),
    ...Object.fromEntries(EMPTY.map((path) => [path, 'export {};'])),
    ...ALLOWED,
  };
  for (const { file, imports, also } of Object.values(PLANTED)) {
    Object.assign(files, { [file]: `import '${imports}';`, ...also });
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}
