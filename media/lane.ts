import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

// Whatever this process and its children write is for our user only.
process.umask(0o077);
// Sessions wait for a lane that replaces another, and half of its start would otherwise be spent compiling.
enableCompileCache(join(process.env.DATA_DIR || 'data', 'media', 'compile-cache'));
const { runLane } = await import('./run-lane.ts');
await runLane(process.env, process.argv[2]);
flushCompileCache();
