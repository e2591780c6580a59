import { describe, expect, it } from 'vitest';
import { NO_INGEST } from '../live/facts.ts';
import {
  NO_ENDPOINTS,
  type NodeSession,
  type NodeSnapshot,
  nodeSnapshot,
  readSnapshot,
} from './media-control.ts';

const session: NodeSession = {
  sessionId: 's1',
  runId: 'r1',
  version: 1,
  ingest: NO_INGEST,
  endedReason: null,
  endedAt: null,
  relays: [],
  events: [],
};
const snapshot: NodeSnapshot = {
  nodeId: 'n1',
  bootId: 'b1',
  seq: 0,
  at: 1_000,
  controlUrl: 'http://127.0.0.1:9996',
  ingestEngine: 'builtin',
  ingestReady: true,
  version: '1.0.0',
  draining: false,
  lanes: [],
  endpoints: NO_ENDPOINTS,
  sessions: [session],
};

describe('what a media node reports', () => {
  it('is taken as it is sent', () => {
    expect(readSnapshot.parse(snapshot)).toEqual({ ...snapshot, refused: [] });
    expect(nodeSnapshot.parse(snapshot)).toEqual(snapshot);
  });

  it.each([
    ['an instant that no clock shows', { at: 8.64e15 + 1 }],
    ['an instant before there were any', { at: -1 }],
    ['a number that no database column holds', { seq: 2 ** 60 }],
    ['a number that is not whole', { seq: 1.5 }],
    ['a name without end', { nodeId: 'n'.repeat(101) }],
    ['an address that is none', { controlUrl: 'javascript:alert(1)' }],
    [
      'an address of the ingest without end',
      { endpoints: { ...snapshot.endpoints, rtmp: 'r'.repeat(2001) } },
    ],
  ])('is refused with %s', (_what, change) => {
    expect(readSnapshot.safeParse({ ...snapshot, ...change }).success).toBe(false);
  });

  it.each([
    ['an instant', { endedAt: 1e18 }, 'endedAt'],
    ['a version', { version: 2 ** 31 }, 'version'],
    ['a count', { ingest: { ...session.ingest, bytesReceived: 1e16 } }, 'ingest.bytesReceived'],
    ['a size', { ingest: { ...session.ingest, width: 2 ** 31 } }, 'ingest.width'],
    ['a text', { ingest: { ...session.ingest, encoder: 'e'.repeat(201) } }, 'ingest.encoder'],
    ['too many events', { events: Array(2001).fill({}) }, 'events'],
  ])('loses only the session that is out of bounds in %s', (_what, change, path) => {
    const read = readSnapshot.parse({
      ...snapshot,
      sessions: [
        { ...session, ...change },
        { ...session, sessionId: 's2' },
      ],
    });
    expect(read.sessions.map(({ sessionId }) => sessionId)).toEqual(['s2']);
    expect(read.refused).toEqual([{ sessionId: 's1', problem: expect.stringContaining(path) }]);
  });

  it('names a session that cannot be read at all without an id', () => {
    const read = readSnapshot.parse({
      ...snapshot,
      sessions: [null, 'x', { sessionId: 'i'.repeat(65) }, session],
    });
    expect(read.refused.map(({ sessionId }) => sessionId)).toEqual([null, null, null]);
    expect(read.sessions).toHaveLength(1);
  });

  it('may be nested without end where nothing is read, and costs nothing', () => {
    const depth = 100_000;
    const deep: unknown = JSON.parse(`${'{"x":'.repeat(depth)}1${'}'.repeat(depth)}`);
    const strange = { ...session, more: deep, relays: deep };
    const read = readSnapshot.parse({
      ...snapshot,
      more: deep,
      sessions: [{ ...session, more: deep }, strange],
    });
    expect(read).toEqual({
      ...snapshot,
      refused: [{ sessionId: 's1', problem: expect.stringContaining('relays') }],
    });
  });
});
