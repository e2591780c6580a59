import {
  CONNECTION_TEST_MS,
  type ConnectionTestAnswer,
  type ConnectionTestRequestWire,
  connectionTestAnswer,
} from '@neustream/shared/contracts/connection-test.ts';
import { MEDIA_CONTROL_PATHS } from '@neustream/shared/contracts/media-control.ts';
import type { ConnectionTestView } from '@neustream/shared/destinations/connection-test.ts';
import { findPlatform } from '@neustream/shared/destinations/registry.ts';
import { parseRtmpAddress } from '@neustream/shared/destinations/rtmp-address.ts';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { RELAY_REASONS } from '@neustream/shared/live/relay.ts';
import { transact } from '../infra/database/transaction.ts';
import { errorFields } from '../infra/log.ts';
import { listFreshNodes } from '../nodes/public.ts';
import type { SendingSession } from './changes.ts';
import type { DestinationDeps } from './deps.ts';
import { lockDestination } from './lock-destination.ts';
import { passwordOf, streamKeyOf } from './sealed-columns.ts';
import type { DestinationRow } from './store.ts';
import { testKeyOf } from './test-key.ts';
import { destinationLive, noNodeForTests, testsBusy, testUnderWay } from './test-problems.ts';

interface TestRequest {
  userId: string;
  id: string;
  /** Ends when nobody is waiting for the result any more. */
  signal: AbortSignal;
}

/** What a node may need beyond the test itself, to receive the request and to answer, in ms. */
const NODE_MARGIN_MS = 1_500;

/**
 * Has a media node test the connection to a saved destination, one test at a time per user. The tester throws Problem
 * 404 when the destination is not one of the user's, 409 while a session sends to it or another test of the user is in
 * progress, 503 when no node can test it now.
 */
export function createConnectionTester(deps: DestinationDeps) {
  const underWay = new Set<string>();
  return async (request: TestRequest): Promise<ConnectionTestView> => {
    const { userId } = request;
    if (underWay.has(userId)) throw testUnderWay();
    underWay.add(userId);
    try {
      return await test(deps, request);
    } finally {
      underWay.delete(userId);
    }
  };
}

async function test(deps: DestinationDeps, request: TestRequest): Promise<ConnectionTestView> {
  const { destination, sending } = await look(deps, request);
  if (sending) throw destinationLive(sending);
  const answer = await askNode(deps, requestFor(deps, destination), request.signal);
  if (answer.outcome === 'busy') throw testsBusy();
  // It went live after we had checked.
  if (answer.outcome === 'sending') throw destinationLive((await look(deps, request)).sending);
  return viewOf(answer);
}

async function look(
  { db, sourceChanges, changes }: DestinationDeps,
  own: { userId: string; id: string },
): Promise<{ destination: DestinationRow; sending: SendingSession | null }> {
  return await transact(db, async (work) => {
    const destination = await lockDestination(work, sourceChanges, own);
    const sending = await changes.testing.announce(work, { destination });
    return { destination, sending: sending.find((session) => session !== null) ?? null };
  });
}

/** The request, for the wire to a media node and nothing else: it contains key and password in plain text. */
function requestFor({ vault }: DestinationDeps, destination: DestinationRow): ConnectionTestRequestWire {
  const { id, platform, rtmp_url, username } = destination;
  const streamKey = streamKeyOf(vault, destination);
  const testKey = testKeyOf(findPlatform(platform), hostOf(rtmp_url), streamKey);
  return {
    destinationId: id,
    address: rtmp_url,
    streamKey: testKey?.reveal() ?? null,
    username,
    password: passwordOf(vault, destination)?.reveal() ?? null,
  };
}

/** What an earlier version saved may not be a valid address; the node then says so in a relay's words. */
function hostOf(address: string): string {
  try {
    return parseRtmpAddress(address).host;
  } catch (error) {
    if (error instanceof AppError) return '';
    throw error;
  }
}

async function askNode(
  { db, clock, log, nodeClient }: DestinationDeps,
  document: ConnectionTestRequestWire,
  hungUp: AbortSignal,
): Promise<ConnectionTestAnswer> {
  const [node] = await listFreshNodes(db, clock());
  if (!node) throw noNodeForTests();
  const signal = AbortSignal.any([hungUp, AbortSignal.timeout(CONNECTION_TEST_MS + NODE_MARGIN_MS)]);
  try {
    const request = { document, signal };
    return connectionTestAnswer.parse(
      await nodeClient.post(node, MEDIA_CONTROL_PATHS.connectionTests, request),
    );
  } catch (error) {
    if (!hungUp.aborted)
      log.warn({ nodeId: node.id, ...errorFields(error) }, 'A media node could not run a connection test.');
    throw noNodeForTests();
  }
}

function viewOf({
  passed,
  failed,
  keyTried,
}: Extract<ConnectionTestAnswer, { outcome: 'tested' }>): ConnectionTestView {
  const reason = failed && RELAY_REASONS[failed.reasonCode];
  const steps = passed.map(({ step, durationMs }) => ({ step, ok: true, duration_ms: durationMs }));
  if (failed) steps.push({ step: failed.step, ok: false, duration_ms: failed.durationMs });
  return {
    ok: failed === null,
    key_tried: keyTried,
    steps,
    reason_code: failed?.reasonCode ?? null,
    fault: reason?.fault ?? null,
    message: reason?.message ?? null,
    action: reason?.action ?? null,
    detail: failed?.detail ?? null,
  };
}
