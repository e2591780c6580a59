import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import type { Database } from '../infra/database/connect.ts';
import type { Origin } from '../infra/security-log.ts';
import { deviceName } from './device-name.ts';
import { rememberDevice } from './known-devices.ts';
import { type AuthSessionRow, insertAuthSession, type UserRow } from './store.ts';
import { type AccessTokens, newToken, REFRESH_MS, tokenHash } from './tokens.ts';

/** Where somebody signs in from. */
export interface Client extends Origin {
  userAgent: string;
  /** The device token the client sends; it counts for something only if the account knows it. */
  deviceToken: string | undefined;
  /** Adds headers to the answer, whether it is a success or not. */
  setHeaders(headers: Record<string, string>): void;
}

export interface Issued {
  user: UserRow;
  signInId: string;
  accessToken: string;
  refreshToken: string;
}

/** What somebody who entered a password receives: their device is known from now on. */
export interface SignedIn extends Issued {
  deviceToken: string;
}

interface SignInParts {
  user: UserRow;
  client: Client;
  now: number;
  /** The sign-in to continue; a new one if left out. */
  familyId?: string;
}

/** Stores a new refresh token for the user and issues it with an access token. */
export async function issueTokens(
  { db, accessTokens }: { db: Database; accessTokens: AccessTokens },
  { user, client, now, familyId = uuidV7(now) }: SignInParts,
): Promise<Issued> {
  const refreshToken = newToken();
  const row: AuthSessionRow = {
    id: uuidV7(now),
    user_id: user.id,
    family_id: familyId,
    refresh_hash: tokenHash(refreshToken),
    ip: client.address,
    user_agent: client.userAgent.slice(0, 300),
    device_name: deviceName(client.userAgent),
    created_at: new Date(now),
    expires_at: new Date(now + REFRESH_MS),
    rotated_at: null,
    revoked_at: null,
  };
  await insertAuthSession(db, row);
  const accessToken = await accessTokens.sign({ userId: user.id, signInId: familyId });
  return { user, signInId: familyId, accessToken, refreshToken };
}

/** Signs a user in on the device they use, which the account knows from then on. */
export async function signInOnDevice(
  deps: { db: Database; accessTokens: AccessTokens },
  { user, client, now }: SignInParts,
): Promise<SignedIn> {
  const issued = await issueTokens(deps, { user, client, now });
  const { signInId } = issued;
  const device = { userId: user.id, signInId, deviceToken: client.deviceToken, now };
  return { ...issued, deviceToken: await rememberDevice(deps.db, device) };
}
