import type { Database } from '../infra/database/connect.ts';
import type { SignInOf } from './store.ts';

/** A device that has signed in to an account, identified by the hash of the token it keeps. */
export interface KnownDeviceRow {
  token_hash: string;
  user_id: string;
  /** Stays the same when the token is renewed. */
  device_id: string;
  /** The device's newest sign-in to this account. */
  sign_in_id: string;
  last_used_at: Date;
}

export async function findKnownDevice(
  db: Database,
  { tokenHash, userId }: { tokenHash: string; userId: string },
): Promise<KnownDeviceRow | undefined> {
  return await db('known_devices').where({ token_hash: tokenHash, user_id: userId }).first();
}

/** Replaces a device's token, for every account that knows the device. */
export async function renewDevice(db: Database, { from, to }: { from: string; to: string }): Promise<void> {
  await db('known_devices').where({ token_hash: from }).update({ token_hash: to });
}

/** Adds a device to those an account knows, keeping only the `most` newest. */
export async function saveKnownDevice(db: Database, row: KnownDeviceRow, most: number): Promise<void> {
  await db('known_devices')
    .insert(row)
    .onConflict(['token_hash', 'user_id'])
    .merge(['sign_in_id', 'last_used_at']);
  const { user_id } = row;
  const kept = db('known_devices').where({ user_id }).orderBy('last_used_at', 'desc').limit(most);
  await db('known_devices').where({ user_id }).whereNotIn('token_hash', kept.select('token_hash')).delete();
}

/** Makes the account forget the device of one sign-in. */
export async function forgetDevice(db: Database, { userId, signInId }: SignInOf): Promise<void> {
  await db('known_devices').where({ user_id: userId, sign_in_id: signInId }).delete();
}

/** Makes the account forget every device except that of one sign-in. */
export async function forgetOtherDevices(db: Database, { userId, signInId }: SignInOf): Promise<void> {
  await db('known_devices').where({ user_id: userId }).whereNot({ sign_in_id: signInId }).delete();
}

export async function forgetDevicesBefore(db: Database, instant: Date): Promise<void> {
  await db('known_devices').where('last_used_at', '<', instant).delete();
}
