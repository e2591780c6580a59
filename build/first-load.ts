import type { Plugin, Rolldown } from 'vite';
import { build } from 'vite';

type Chunk = Rolldown.OutputChunk;

/** The page that must open fast; everybody streams from it. */
const STUDIO = '/studio/studio-page.tsx';
const PAGE = /-page\.tsx$/;
/** What index.html begins with; it stays the entry. */
const BEGINS = /\/renderer\/main\.tsx$/;

/** What a chunk loads before it runs, and itself. */
export function loadedWith(chunks: readonly Chunk[], first: readonly Chunk[]): Set<Chunk> {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const loaded = new Set(first);
  // A set that grows while it is walked is walked to its new end.
  for (const { imports } of loaded) {
    for (const name of imports) {
      const chunk = byName.get(name);
      if (chunk !== undefined) loaded.add(chunk);
    }
  }
  return loaded;
}

/** The chunks that begin the pages: the entry of them all, the studio, and every other. */
export function beginnings(chunks: readonly Chunk[]): { entry: Chunk[]; studio: Chunk[]; others: Chunk[] } {
  const of = (test: (chunk: Chunk) => boolean) => chunks.filter(test);
  const isStudio = ({ facadeModuleId }: Chunk) => facadeModuleId?.endsWith(STUDIO) === true;
  return {
    entry: of(({ isEntry }) => isEntry),
    studio: of(isStudio),
    others: of((chunk) => PAGE.test(chunk.facadeModuleId ?? '') && !isStudio(chunk)),
  };
}

/** The names of groups of modules that are loaded together. */
type Groups = ReadonlyMap<string, string>;

/**
 * Puts what the studio loads at first into a few chunks. Left alone, the bundler makes a chunk of every set of pages and
 * dialogs that share something: more than a hundred, which compress badly and are fetched one after the other. Only a
 * bundle tells what is really used where, so one is made to learn that.
 */
export function fewChunks(configFile: string): Plugin {
  return {
    name: 'few-chunks',
    apply: (_, { mode, command }) => command === 'build' && mode !== TRIAL,
    async config() {
      const groups = await learnGroups(configFile);
      const names = [...new Set(groups.values())];
      return {
        build: {
          rolldownOptions: {
            output: {
              codeSplitting: {
                includeDependenciesRecursively: false,
                groups: names.map((name) => ({ name, test: (id: string) => groups.get(id) === name })),
              },
            },
          },
        },
      };
    },
  };
}

const TRIAL = 'trial';

async function learnGroups(configFile: string): Promise<Groups> {
  const result = await build({
    configFile,
    mode: TRIAL,
    logLevel: 'error',
    build: { write: false, emptyOutDir: false, minify: false },
  });
  const outputs = Array.isArray(result) ? result : 'output' in result ? [result] : [];
  const chunks = outputs.flatMap(({ output }) => output).filter((one) => one.type === 'chunk');
  const { entry, studio, others } = beginnings(chunks);
  const always = loadedWith(chunks, entry);
  const elsewhere = loadedWith(chunks, others);
  const groups = new Map<string, string>();
  for (const chunk of loadedWith(chunks, [...entry, ...studio])) {
    const name = always.has(chunk) ? 'first' : elsewhere.has(chunk) ? 'pages' : 'studio';
    for (const id of chunk.moduleIds)
      if (!BEGINS.test(id) && id !== chunk.facadeModuleId) groups.set(id, name);
  }
  return groups;
}
