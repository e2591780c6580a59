import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

// Whatever this process and its children write is for our user only.
process.umask(0o077);
// Relays wait for a node that comes back after a crash, and half of its start would otherwise be spent compiling.
enableCompileCache(join(process.env.DATA_DIR || 'data', 'media', 'compile-cache'));
const { run } = await import('./run.ts');
await run(process.env);
flushCompileCache();
