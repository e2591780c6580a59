import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from './kit/api.ts';
import { Person } from './kit/person.ts';
import { newDataFolder } from './kit/product.ts';
import { ROOT } from './lint/run.ts';
import { cruise } from './lint/steps.ts';

const run = promisify(execFile);

/** A whole capability: its part of the contract, its SQL, and what it hands to the server. */
const CAPABILITY = {
  'shared/notes/routes.ts': `
import { z } from 'zod';
import { byId } from '../contracts/parameters.ts';
import { routes } from '../contracts/route.ts';

export const NOTE_ROUTES = routes(
  { tag: 'notes', access: 'user', limit: 'general' },
  {
    readNote: {
      method: 'get',
      path: '/api/notes/:id',
      summary: 'The note about a source',
      params: byId,
      answer: z.object({ note: z.string() }),
      status: 200,
    },
  },
);
`,
  'server/notes/store.ts': `
import type { Database } from '../infra/database/connect.ts';

export async function findNote(
  db: Database,
  { userId, id }: { userId: string; id: string },
): Promise<string | undefined> {
  const row = await db('stream_sources').where({ id, user_id: userId }).first('description');
  return row?.description;
}
`,
  'server/notes/public.ts': `
import { NOTE_ROUTES } from '@neustream/shared/notes/routes.ts';
import { type Capability, capability, serve } from '../infra/capability.ts';
import type { Database } from '../infra/database/connect.ts';
import { notFound } from '../infra/http/problem.ts';
import { findNote } from './store.ts';

/** Notes about sources. */
export function notesModule({ db }: { db: Database }): Capability {
  return capability({
    name: 'notes',
    routes: [
      serve(NOTE_ROUTES, {
        readNote: async ({ caller, params }) => {
          const note = await findNote(db, { userId: caller.userId, id: params.id });
          if (note === undefined) throw notFound('source');
          return { note };
        },
      }),
    ],
  });
}
`,
};

/** The lines that make it known: one entry for each edge and process, and its import. */
const ENTRIES = [
  {
    file: 'shared/contracts/server-http.ts',
    imports: "import { NOTE_ROUTES } from '../notes/routes.ts';",
    after: 'mergeRoutes(\n',
    entry: '  NOTE_ROUTES,\n',
  },
  {
    file: 'server/context.ts',
    imports: "import { notesModule } from './notes/public.ts';",
    after: 'const capabilities = [\n',
    entry: '    notesModule(storage),\n',
  },
];

describe('a new capability of three files and an entry for each process', () => {
  let root = '';

  beforeAll(async () => {
    root = newDataFolder();
    await copyCheckout(root);
    for (const [path, text] of Object.entries(CAPABILITY)) await write(path, text);
    for (const { file, imports, after, entry } of ENTRIES) {
      const text = await readFile(join(root, file), 'utf8');
      expect(text.split(after)).toHaveLength(2);
      await write(file, `${imports}\n${text.replace(after, `${after}${entry}`)}`);
    }
  }, 60_000);

  afterAll(() => rm(root, { recursive: true, force: true }));

  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text.trimStart());
  };

  it('passes types and boundaries', async () => {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const types = run(process.execPath, [tsc, '-b', 'shared', 'server'], { cwd: root });
    await expect(types).resolves.toMatchObject({ stdout: '' });
    expect(await cruise(root, ['shared', 'server'])).toMatchObject({ code: 0 });
  }, 120_000);

  it('is served, checked and documented', async () => {
    const dataDir = newDataFolder();
    try {
      await using api = await startApi({ dataDir, root });
      const person = await Person.signUp({ url: api.url });
      const { view } = await person.createSource();
      const ask = (id: string, token = person.accessToken) =>
        fetch(new URL(`/api/notes/${id}`, api.url), { headers: { authorization: `Bearer ${token}` } });
      expect(await (await ask(view.id)).json()).toEqual({ note: '' });
      expect((await ask(view.id, 'nobody')).status).toBe(401);
      expect((await ask('no-id')).status).toBe(404);
      const document = await (await fetch(new URL('/api/openapi.json', api.url))).json();
      expect(document.paths['/api/notes/{id}'].get.summary).toBe('The note about a source');
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  }, 90_000);
});

/** Copies what shared and server are made of, without their tests; packages are linked. */
async function copyCheckout(root: string): Promise<void> {
  const skip = /(^|\/)(node_modules|\.cache|dist|testing|[^/]+\.test\.ts)$/;
  for (const name of ['shared', 'server', 'package.json', 'tsconfig.base.json']) {
    await cp(join(ROOT, name), join(root, name), { recursive: true, filter: (path) => !skip.test(path) });
  }
  await mkdir(join(root, 'node_modules/@neustream'), { recursive: true });
  for (const name of ['shared', 'server']) {
    await symlink(join(root, name), join(root, 'node_modules/@neustream', name));
    const own = join(ROOT, name, 'node_modules');
    const nested = await readdir(own).catch(() => []);
    if (nested.length > 0) await symlink(own, join(root, name, 'node_modules'));
  }
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    if (name !== '@neustream')
      await symlink(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
  }
}
