import { type PlannedDestination, plannedDestination } from '@neustream/shared/contracts/media-control.ts';
import type { RelayFacts } from '@neustream/shared/live/facts.ts';
import { expect, it, vi } from 'vitest';
import { planDestination } from '../testing/plan.ts';
import type { NewEvent } from './event-log.ts';
import { RelaySet } from './relay-set.ts';
import { idleFacts, NO_TOTALS } from './relay-totals.ts';

const LIVE: RelayFacts = { ...idleFacts('LIVE', null, NO_TOTALS), liveSince: 0 };
const SOURCE = { begun: true, videoCodec: 'avc1', audioOnly: false, ended: false };

it('knows at a resume that the same key was live before, and does not assume it of a new one', async () => {
  const opened: boolean[] = [];
  let report: () => void = () => undefined;
  const set = new RelaySet({
    open: (_destination, { onChange, wasLive }) => {
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

it('knows when another sound track is chosen that the same key was live before', async () => {
  const opened: boolean[] = [];
  const set = new RelaySet({
    open: (_destination, { onChange, wasLive }) => {
      opened.push(wasLive);
      queueMicrotask(onChange);
      return { facts: () => LIVE, retryNow: () => undefined, close: async () => undefined };
    },
    onEvent: () => undefined,
    onChange: () => undefined,
  });
  const send = plannedDestination.parse(planDestination('rtmp://a.example/live', 0));
  set.reconcile([send], SOURCE);
  set.reconcile([{ ...send, audioTrack: 1 }], SOURCE);
  await vi.waitFor(() => expect(opened).toEqual([false, true]));
});

it('assumes of what an earlier process sent to that it was live, and of nothing that was added or changed since', () => {
  const opened = new Map<string, boolean>();
  const planned = (position: number) =>
    plannedDestination.parse(planDestination('rtmp://a.example/live', position));
  const [same, changed, added] = [planned(0), planned(1), planned(2)];
  const set = new RelaySet({
    earlier: [same, changed],
    open: ({ id }, { wasLive }) => {
      opened.set(id, wasLive);
      return { facts: () => LIVE, retryNow: () => undefined, close: async () => undefined };
    },
    onEvent: () => undefined,
    onChange: () => undefined,
  });
  set.reconcile([same, { ...changed, address: 'rtmp://b.example/live' }, added], SOURCE);
  expect([...opened.values()]).toEqual([true, false, false]);
});

it('tells on the timeline that a server sent us on to another one, once for each that differs', async () => {
  const events: NewEvent[] = [];
  const set = new RelaySet({
    open: (_destination, { onRedirect }) => {
      queueMicrotask(() => {
        for (const edge of [1, 1, 2]) onRedirect(`rtmp://edge${edge}.example:1935`);
      });
      return { facts: () => LIVE, retryNow: () => undefined, close: async () => undefined };
    },
    onEvent: (event) => events.push(event),
    onChange: () => undefined,
  });
  const send = plannedDestination.parse(planDestination('rtmp://a.example/live', 0));
  set.reconcile([send], SOURCE);
  await vi.waitFor(() => expect(events.at(-1)?.data.detail).toBe('rtmp://edge2.example:1935'));
  const told = events.filter(({ kind }) => kind === 'relay.redirected');
  expect(told).toEqual(
    [1, 2].map((edge) => ({
      kind: 'relay.redirected',
      hop: 'destination',
      destinationId: send.id,
      data: { detail: `rtmp://edge${edge}.example:1935` },
    })),
  );
});
