import { type PlannedDestination, plannedDestination } from '@neustream/shared/contracts/media-control.ts';
import type { RelayFacts } from '@neustream/shared/live/facts.ts';
import { expect, it, vi } from 'vitest';
import { planDestination } from '../testing/plan.ts';
import { RelaySet } from './relay-set.ts';
import { idleFacts, NO_TOTALS } from './relay-totals.ts';

const LIVE: RelayFacts = { ...idleFacts('LIVE', null, NO_TOTALS), liveSince: 0 };
const SOURCE = { begun: true, videoCodec: 'avc1', audioOnly: false, ended: false };

it('knows at a resume that the same key was live before, and does not assume it of a new one', async () => {
  const opened: boolean[] = [];
  let report: () => void = () => undefined;
  const set = new RelaySet({
    open: (_destination, onChange, wasLive) => {
      opened.push(wasLive);
      report = onChange;
      return { facts: () => LIVE, retryNow: () => undefined, close: async () => undefined };
    },
    onEvent: () => undefined,
    onChange: () => undefined,
  });
  const send = plannedDestination.parse(planDestination('rtmp://a.example/live', 0));
  const plan = (destination: PlannedDestination) => set.reconcile([destination], SOURCE);
  plan(send);
  report();
  plan({ ...send, desired: 'pause' });
  await set.closed();
  plan(send);
  report();
  const { streamKey } = plannedDestination.parse(planDestination('rtmp://a.example/live', 0));
  plan({ ...send, streamKey });
  await vi.waitFor(() => expect(opened).toEqual([false, true, false]));
});
