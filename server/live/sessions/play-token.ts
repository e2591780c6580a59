import { randomBytes } from 'node:crypto';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import type { SealedColumn } from '../../infra/secrets/rewrap.ts';
import type { Vault } from '../../infra/secrets/vault.ts';
import type { SessionRow } from './store.ts';

/** A new token that may play a session's preview, in the form in which it is stored. */
export function newPlayToken(vault: Vault, sessionId: string): string {
  return vault.seal(new Secret(randomBytes(32).toString('base64url')), playTokenContext(sessionId));
}

/** The token that may play a session's preview; null once the session is over. */
export function playToken(
  vault: Vault,
  { id, play_token_enc }: Pick<SessionRow, 'id' | 'play_token_enc'>,
): Secret | null {
  return play_token_enc === null ? null : vault.open(play_token_enc, playTokenContext(id));
}

export const PLAY_TOKEN_COLUMN: SealedColumn = { table: 'stream_sessions', column: 'play_token_enc' };

function playTokenContext(sessionId: string) {
  return { table: 'stream_sessions', row: sessionId, column: 'play_token_enc' };
}
