import { loginProblem } from '@neustream/shared/destinations/login.ts';
import type { DestinationChange, DestinationView } from '@neustream/shared/destinations/schemas.ts';
import { keepsStreamKey } from '@neustream/shared/destinations/stream-key.ts';
import { transact } from '../infra/database/transaction.ts';
import { validationFailed } from '../infra/http/problem.ts';
import { addressFor, requireReachable } from './address.ts';
import type { DestinationDeps } from './deps.ts';
import { lockDestination } from './lock-destination.ts';
import { sealedPassword, sealedStreamKey } from './sealed-columns.ts';
import { changeDestination, type DestinationRow } from './store.ts';
import { audioTrackColumn, destinationView } from './views.ts';

interface Change {
  userId: string;
  id: string;
  wanted: DestinationChange;
}

/** Changes a saved destination; a relay that sends to it carries on with the new address and key. */
export async function updateDestination(
  deps: DestinationDeps,
  { userId, id, wanted }: Change,
): Promise<DestinationView> {
  // Done before the source is locked, because DNS may be slow.
  if (wanted.rtmp_url !== undefined) await requireReachable(wanted.rtmp_url, deps.addresses);
  return await transact(deps.db, async (work) => {
    const row = await lockDestination(work, deps.sourceChanges, { userId, id });
    requireKeyOfServer(row, wanted);
    requireLogin(row, wanted);
    const change = columnsOf(deps, row, wanted);
    await changeDestination(work.tx, id, change);
    const destination = { ...row, ...change };
    await deps.changes.changed.announce(work, { destination });
    return destinationView(destination);
  });
}

function requireKeyOfServer(row: DestinationRow, { rtmp_url, stream_key }: DestinationChange): void {
  if (rtmp_url === undefined || stream_key !== undefined || keepsStreamKey(row.rtmp_url, rtmp_url)) return;
  throw validationFailed({ stream_key: 'STREAM_KEY_NEEDED_AGAIN' });
}

function requireLogin(row: DestinationRow, wanted: DestinationChange): void {
  const problem = loginProblem(destinationView(row), wanted);
  if (problem) throw validationFailed({ [problem.field]: problem.code });
}

function columnsOf(
  { vault }: DestinationDeps,
  row: DestinationRow,
  wanted: DestinationChange,
): Partial<DestinationRow> {
  const { stream_key, rtmp_url, username, password, audio_track, name, is_active, position } = wanted;
  return {
    ...(name === undefined ? {} : { name }),
    ...(is_active === undefined ? {} : { is_active }),
    ...(position === undefined ? {} : { position }),
    ...(rtmp_url === undefined ? {} : { rtmp_url: addressFor(row.platform, rtmp_url) }),
    ...(stream_key === undefined ? {} : { stream_key_enc: sealedStreamKey(vault, row.id, stream_key) }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password_enc: sealedPassword(vault, row.id, password) }),
    ...(username === null ? { password_enc: null } : {}),
    ...(audio_track === undefined ? {} : { audio_track: audioTrackColumn(audio_track) }),
  };
}
