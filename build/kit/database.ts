import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** Runs one query on the embedded database of a data folder, as its administrator would. */
export async function query<R extends pg.QueryResultRow>(
  dataDir: string,
  sql: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = await connect(dataDir);
  try {
    return (await client.query<R>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** Every row of every table as text: what a dump of the database holds. */
export async function dump(dataDir: string): Promise<string> {
  const tables = await query<{ name: string }>(
    dataDir,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await query<{ line: string }>(dataDir, `select row::text as line from ${name} row`);
    parts.push(`${name}\n${rows.map(({ line }) => line).join('\n')}`);
  }
  return parts.join('\n');
}

async function connect(dataDir: string): Promise<pg.Client> {
  const port = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]);
  const password = readFileSync(join(dataDir, 'postgres.password'), 'utf8').trim();
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'neustream',
    database: 'neustream',
    password,
    connectionTimeoutMillis: 3_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
