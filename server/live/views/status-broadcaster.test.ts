import { expect, it, vi } from 'vitest';
import { createLog } from '../../infra/log.ts';
import { createStatusBroadcaster } from './status-broadcaster.ts';

it('a session that nobody watched in between is shown at once to whoever watches it next', () => {
  const watched = { now: true };
  const view = vi.fn(async () => null);
  using status = createStatusBroadcaster({
    view,
    emit: () => undefined,
    isWatched: () => watched.now,
    clock: () => 1_000,
    log: createLog('silent'),
  });
  const announce = () => status.announce({ id: 'session', sourceId: 'source' }, { urgent: false });
  announce();
  announce();
  expect(view).toHaveBeenCalledTimes(1);
  watched.now = false;
  announce();
  watched.now = true;
  announce();
  expect(view).toHaveBeenCalledTimes(2);
});
