import type { Database } from '../infra/database/connect.ts';

export interface UserRow {
  id: string;
  email: string;
  password_hash: string;
  display_name: string;
  role: 'user' | 'support' | 'admin';
  email_verified_at: Date | null;
  disabled_at: Date | null;
  created_at: Date;
}

/** One refresh token. All tokens of one sign-in share `family_id`. */
export interface AuthSessionRow {
  id: string;
  user_id: string;
  family_id: string;
  refresh_hash: string;
  ip: string;
  user_agent: string;
  device_name: string;
  created_at: Date;
  expires_at: Date;
  rotated_at: Date | null;
  revoked_at: Date | null;
}

/** One sign-in of a user. */
export interface SignInOf {
  userId: string;
  signInId: string;
}

export async function insertUser(db: Database, row: UserRow): Promise<void> {
  await db('users').insert(row);
}

export async function findUserByEmail(db: Database, email: string): Promise<UserRow | undefined> {
  return await db('users').where({ email }).first();
}

export async function findUser(db: Database, id: string): Promise<UserRow | undefined> {
  return await db('users').where({ id }).first();
}

/** Changes what users may change about themselves, and returns the resulting row. */
export async function changeUser(
  db: Database,
  id: string,
  change: Partial<Pick<UserRow, 'display_name' | 'password_hash'>>,
): Promise<UserRow | undefined> {
  const [row] = await db<UserRow>('users').where({ id }).update(change).returning('*');
  return row;
}

export async function insertAuthSession(db: Database, row: AuthSessionRow): Promise<void> {
  await db('auth_sessions').insert(row);
}

export async function findByRefreshHash(db: Database, hash: string): Promise<AuthSessionRow | undefined> {
  return await db('auth_sessions').where({ refresh_hash: hash }).first();
}

/**
 * Holds up every other exchange and the revocation of this sign-in until the transaction ends. Locking rows would not
 * be enough: a revocation would miss the token that a running exchange is about to add.
 */
export async function lockFamily(tx: Database, familyId: string): Promise<void> {
  await tx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [familyId]);
}

/**
 * The user, read once the lock is held. Take `shared` to add or end one sign-in and `alone` to end all of them, which
 * would otherwise miss one that is being added. Must come before `lockFamily`.
 */
export async function lockUser(
  tx: Database,
  id: string,
  how: 'shared' | 'alone',
): Promise<UserRow | undefined> {
  const query = tx<UserRow>('users').where({ id });
  return await (how === 'shared' ? query.forShare() : query.forNoKeyUpdate()).first();
}

/** The token's row and user. Its sign-in is locked, so that of two simultaneous exchanges one comes first. */
export async function lockByRefreshHash(
  tx: Database,
  hash: string,
): Promise<{ row: AuthSessionRow; user: UserRow } | undefined> {
  const found = await findByRefreshHash(tx, hash);
  const user = found && (await lockUser(tx, found.user_id, 'shared'));
  if (!user) return undefined;
  await lockFamily(tx, found.family_id);
  const row = await findByRefreshHash(tx, hash);
  return row && { row, user };
}

/** Records the first exchange of a token; later ones do not change it. */
export async function markRotated(db: Database, id: string, at: Date): Promise<void> {
  await db('auth_sessions').where({ id, rotated_at: null }).update({ rotated_at: at });
}

/** Revokes every token of a sign-in, which has to be locked. Returns whether there were any. */
export async function revokeFamily(tx: Database, familyId: string, at: Date): Promise<boolean> {
  const rows = tx('auth_sessions').where({ family_id: familyId, revoked_at: null });
  return (await rows.update({ revoked_at: at })) > 0;
}

/** Revokes every sign-in of a user, who has to be locked `alone`. Returns those that were in force. */
export async function revokeAll(
  tx: Database,
  { userId, except, now }: { userId: string; except: string | null; now: Date },
): Promise<string[]> {
  const rows = tx<AuthSessionRow>('auth_sessions').where({ user_id: userId, revoked_at: null });
  if (except !== null) rows.whereNot({ family_id: except });
  const revoked = await rows.update({ revoked_at: now }).returning(['family_id', 'expires_at']);
  const inForce = revoked.filter(({ expires_at }) => expires_at > now);
  return [...new Set(inForce.map(({ family_id }) => family_id))];
}

/** Role of the user whose sign-in is in force; undefined once it was revoked or the account was disabled. */
export async function findSignIn(
  db: Database,
  { userId, familyId, now }: { userId: string; familyId: string; now: Date },
): Promise<Pick<UserRow, 'role'> | undefined> {
  return await db('users')
    .join('auth_sessions', 'auth_sessions.user_id', 'users.id')
    .where({ 'users.id': userId, 'auth_sessions.family_id': familyId })
    .whereNull('auth_sessions.revoked_at')
    .whereNull('users.disabled_at')
    .where('auth_sessions.expires_at', '>', now)
    .first('users.role');
}

export interface DeviceRow {
  family_id: string;
  device_name: string;
  ip: string;
  created_at: Date;
  last_used_at: Date;
}

export async function listDevices(db: Database, userId: string, now: Date): Promise<DeviceRow[]> {
  const { rows } = await db.raw<{ rows: DeviceRow[] }>(
    `select distinct on (family_id) family_id, device_name, ip, created_at as last_used_at,
       min(created_at) over (partition by family_id) as created_at
     from auth_sessions
     where user_id = ? and revoked_at is null and expires_at > ?
     order by family_id, auth_sessions.created_at desc`,
    [userId, now],
  );
  return rows;
}

/** Whether this sign-in is one of the user's and in force. */
export async function hasFamily(db: Database, userId: string, familyId: string): Promise<boolean> {
  const row = await db('auth_sessions')
    .where({ user_id: userId, family_id: familyId, revoked_at: null })
    .first('id');
  return row !== undefined;
}

export async function forgetAuthSessionsBefore(db: Database, instant: Date): Promise<void> {
  await db('auth_sessions').where('expires_at', '<', instant).delete();
}
