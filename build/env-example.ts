import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '@neustream/shared/kernel/settings.ts';
import { MEDIA_SETTINGS } from '../media/config.ts';
import { SETTINGS } from '../server/settings.ts';

const ROOT = join(import.meta.dirname, '..');
const FILE = join(ROOT, '.env.example');

const HEAD = `# Every setting of Neustream Studio. Copy this file to .env and uncomment what you want to change.
# A secret may also be read from a file: give its name in NAME_FILE instead.
`;

/** The text that `.env.example` must contain: every setting of both processes, once, by group. */
export function envExampleText(): string {
  const all: Settings = { ...MEDIA_SETTINGS, ...SETTINGS };
  const order: Settings = { ...SETTINGS, ...MEDIA_SETTINGS };
  const settings = Object.keys(order).map((name) => ({ name, ...all[name]! }));
  const groups = [...new Set(settings.map(({ group }) => group))];
  const sections = groups.map((group) => {
    const own = settings.filter((setting) => setting.group === group);
    const lines = own.map(
      ({ name, description, example }) => `# ${description}\n#${name}=${exampleOf(example)}\n`,
    );
    return `\n## ${group}\n\n${lines.join('\n')}`;
  });
  return `${HEAD}${sections.join('')}`;
}

/** Words that describe a default are not a value that could be uncommented. */
function exampleOf(example: string): string {
  return /\s/.test(example) || example === 'unset' ? '' : example;
}

/** Whether the committed file matches the code. */
export function envExampleIsCurrent(): boolean {
  return readFileSync(FILE, 'utf8') === envExampleText();
}

if (import.meta.main) {
  if (!process.argv.includes('--check')) writeFileSync(FILE, envExampleText());
  else if (!envExampleIsCurrent()) {
    process.stderr.write(
      '.env.example does not match the code. Regenerate it with: node build/env-example.ts\n',
    );
    process.exitCode = 1;
  }
}
