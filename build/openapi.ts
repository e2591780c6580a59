import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';
import { openApiDocument } from '../server/site/public.ts';

const FILE = join(import.meta.dirname, '..', 'openapi.json');

/** The text that `openapi.json` must contain. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(SERVER_ROUTES), null, 2)}\n`;
}

/** Whether the committed file matches the code. */
export function openApiIsCurrent(): boolean {
  return readFileSync(FILE, 'utf8') === openApiText();
}

if (import.meta.main) {
  if (!process.argv.includes('--check')) writeFileSync(FILE, openApiText());
  else if (!openApiIsCurrent()) {
    process.stderr.write('openapi.json does not match the code. Regenerate it with: npm run openapi\n');
    process.exitCode = 1;
  }
}
