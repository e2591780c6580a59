import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CONNECTING, WAITING } from '../../testing/fake-node.ts';
import { addReport, type Counts, relayTotals, withTotals } from './totals.ts';

const session = (
  runId: string,
  bytesSent: number,
  parts: { bytesReceived?: number; ids?: string[] } = {},
) => ({
  sessionId: 's',
  runId,
  version: 1,
  endedReason: null,
  endedAt: null,
  events: [],
  ingest: { ...WAITING, bytesReceived: parts.bytesReceived ?? bytesSent },
  relays: (parts.ids ?? ['a']).map((destinationId) => ({ ...CONNECTING, destinationId, bytesSent })),
});

function shown(steps: ReturnType<typeof session>[]) {
  let counts: Counts | null = null;
  return steps.map((reported) => {
    counts = addReport(counts, reported);
    const { ingest, relays } = withTotals(reported, counts.totals);
    return [ingest.bytesReceived, relays[0]?.bytesSent];
  });
}

it('totals go on when the node was restarted, also when it has counted further than before', () => {
  const steps = shown([
    session('one', 100),
    session('one', 150),
    session('two', 20),
    session('three', 500),
    session('three', 500),
  ]);
  expect(steps.map(([, sent]) => sent)).toEqual([100, 150, 170, 670, 670]);
  expect(steps.map(([received]) => received)).toEqual([100, 150, 170, 670, 670]);
});

it('totals go on when a destination was taken out and came back, and stay while it is out', () => {
  const first = addReport(null, session('one', 100));
  const out = addReport(first, session('one', 0, { ids: [], bytesReceived: 200 }));
  expect(relayTotals(out.totals)).toEqual([
    { destinationId: 'a', bytesSent: 100, bytesAcked: 0, framesDropped: 0 },
  ]);
  const back = addReport(out, session('one', 7, { bytesReceived: 300 }));
  expect(relayTotals(back.totals)).toMatchObject([{ bytesSent: 107 }]);
  const later = addReport(out, session('two', 400));
  expect(relayTotals(later.totals)).toMatchObject([{ bytesSent: 500 }]);
});

it('totals are the sum of what each run counted, and never go back', () => {
  const runs = fc.array(fc.array(fc.nat(1000), { minLength: 1 }), { minLength: 1 });
  fc.assert(
    fc.property(runs, (added) => {
      const steps = added.flatMap((run, boot) => {
        let sent = 0;
        return run.map((more) => {
          sent += more;
          return session(`run ${boot}`, sent);
        });
      });
      const totals = shown(steps).map(([, sent]) => sent ?? 0);
      expect(totals).toEqual([...totals].sort((a, b) => a - b));
      expect(totals.at(-1)).toBe(added.flat().reduce((sum, more) => sum + more, 0));
    }),
  );
});
