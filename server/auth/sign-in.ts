import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import type { Database } from '../infra/database/connect.ts';
import type { Origin } from '../infra/security-log.ts';
import { deviceName } from './device-name.ts';
import { type AuthSessionRow, insertAuthSession, type UserRow } from './store.ts';
import { type AccessTokens, newRefreshToken, REFRESH_MS, refreshHash } from './tokens.ts';

/** From where somebody signs in. */
export interface Client extends Origin {
  userAgent: string;
}

/** One sign-in of a user. */
export interface SignInOf {
  userId: string;
  signInId: string;
}

export interface Issued {
  user: UserRow;
  signInId: string;
  accessToken: string;
  refreshToken: string;
}

interface SignInParts {
  user: UserRow;
  client: Client;
  now: number;
  /** The sign-in that goes on; a new one when left out. */
  familyId?: string;
}

/** Stores a new refresh token for the user and issues it with an access token. */
export async function issueTokens(
  { db, accessTokens }: { db: Database; accessTokens: AccessTokens },
  { user, client, now, familyId = uuidV7(now) }: SignInParts,
): Promise<Issued> {
  const refreshToken = newRefreshToken();
  const row: AuthSessionRow = {
    id: uuidV7(now),
    user_id: user.id,
    family_id: familyId,
    refresh_hash: refreshHash(refreshToken),
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
