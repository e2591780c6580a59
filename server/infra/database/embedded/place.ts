import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The user that Postgres runs as, which must not be root; null when we are not root ourselves. */
export interface PostgresUser {
  uid: number;
  gid: number;
}

/** `postgres` where the machine has it, else `nobody`; null when this process may run Postgres as itself. */
export async function postgresUser(): Promise<PostgresUser | null> {
  if (process.getuid?.() !== 0) return null;
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return found ? { uid: Number(found[2]), gid: Number(found[3]) } : { uid: 65_534, gid: 65_534 };
}

/** Whether this user may traverse every folder above `path`. */
export async function canReach(path: string, user: PostgresUser | null): Promise<boolean> {
  if (user === null) return true;
  for (let folder = path; ; folder = dirname(folder)) {
    const facts = await stat(folder).catch(() => null);
    if (facts?.isDirectory() && !mayPass(facts, user)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function mayPass(folder: { mode: number; uid: number; gid: number }, user: PostgresUser): boolean {
  if (folder.uid === user.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === user.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}

const SYSTEM_FOLDER = '/var/lib/neustream';

/**
 * The cluster's folder: in the data folder or, where that is root's and closed to other users, one under
 * `/var/lib/neustream` that always belongs to this data folder.
 */
export async function clusterFolder(dataDir: string, user: PostgresUser | null): Promise<string> {
  const beside = join(dataDir, 'postgres');
  if (await canReach(beside, user)) return beside;
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  await mkdir(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
  return join(SYSTEM_FOLDER, name, 'postgres');
}

export interface PostgresPrograms {
  postgres: string;
  initdb: string;
  pg_ctl: string;
}

/** The programs that came with the packages, copied to where the Postgres user can reach them if necessary. */
export async function reachablePrograms(
  programs: PostgresPrograms,
  user: PostgresUser | null,
): Promise<PostgresPrograms> {
  const bin = dirname(programs.postgres);
  if (await canReach(bin, user)) return programs;
  const native = dirname(bin);
  const { version } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8'));
  const copy = join(SYSTEM_FOLDER, `postgres-${version}`);
  await mkdir(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
  await cp(native, copy, { recursive: true, force: false, verbatimSymlinks: true });
  const inCopy = (path: string) => join(copy, 'bin', path.slice(bin.length + 1));
  return {
    postgres: inCopy(programs.postgres),
    initdb: inCopy(programs.initdb),
    pg_ctl: inCopy(programs.pg_ctl),
  };
}
