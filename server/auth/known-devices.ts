import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import type { Database } from '../infra/database/connect.ts';
import { findKnownDevice, renewDevice, saveKnownDevice } from './known-devices-store.ts';
import type { SignInOf } from './store.ts';
import { newToken, tokenHash } from './tokens.ts';

/** How long a device is known after its last sign-in; browsers keep no cookie for longer. */
export const DEVICE_MS = 400 * 24 * 3_600_000;
const KNOWN_AT_MOST = 20;
/** Belongs to nobody: an address without an account costs the same query as one with an account. */
const NOBODYS_ID = '00000000-0000-0000-0000-000000000000';

/** Id of the device that somebody signs in from; null if the account does not know it. */
export async function recogniseDevice(
  db: Database,
  { userId = NOBODYS_ID, deviceToken }: { userId: string | undefined; deviceToken: string | undefined },
): Promise<string | null> {
  if (deviceToken === undefined) return null;
  const row = await findKnownDevice(db, { tokenHash: tokenHash(deviceToken), userId });
  return row?.device_id ?? null;
}

/**
 * Makes the device known to the account and returns the token that identifies it from now on. The token it arrived with
 * becomes worthless, for every account: a token that somebody planted in a browser must not become one that the
 * browser's owner vouches for.
 */
export async function rememberDevice(
  tx: Database,
  { userId, signInId, deviceToken, now }: SignInOf & { deviceToken: string | undefined; now: number },
): Promise<string> {
  const token = newToken();
  const hash = tokenHash(token);
  if (deviceToken !== undefined) await renewDevice(tx, { from: tokenHash(deviceToken), to: hash });
  const row = {
    token_hash: hash,
    user_id: userId,
    device_id: uuidV7(now),
    sign_in_id: signInId,
    last_used_at: new Date(now),
  };
  await saveKnownDevice(tx, row, KNOWN_AT_MOST);
  return token;
}
