import type { Secret } from '@neustream/shared/kernel/secret.ts';
import pg from 'pg';
import type { Finding } from './finding.ts';

const DEADLINE_MS = 5_000;

/** Why connecting failed, in words that never contain the password. */
export function databaseProblem(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'nothing is listening at the address in DATABASE_URL';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host in DATABASE_URL is unknown';
  if (code === '28P01' || code === '28000') return 'the user or password in DATABASE_URL was refused';
  if (code === '3D000') return 'the database named in DATABASE_URL does not exist';
  return `DATABASE_URL cannot be reached${code === '' ? '' : ` (${code})`}`;
}

/** Connects once and asks for the version; without DATABASE_URL the embedded database is used. */
export async function checkDatabase(url: Secret | null): Promise<Finding> {
  if (url === null) {
    return { group: 'Database', name: 'PostgreSQL', verdict: 'ok', says: 'embedded, in the data folder' };
  }
  const client = new pg.Client({
    connectionString: url.reveal(),
    connectionTimeoutMillis: DEADLINE_MS,
    query_timeout: DEADLINE_MS,
  });
  // A connection lost between two steps fails the next step.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    const says = `${rows[0]?.server_version ?? 'of unknown version'} at DATABASE_URL`;
    return { group: 'Database', name: 'PostgreSQL', verdict: 'ok', says };
  } catch (error) {
    const action = 'Start the database, correct DATABASE_URL, or unset it to use the embedded one.';
    return { group: 'Database', name: 'PostgreSQL', verdict: 'bad', says: databaseProblem(error), action };
  } finally {
    await client.end().catch(() => undefined);
  }
}
