import type { ConnectionTestAnswer } from '@neustream/shared/contracts/connection-test.ts';
import { CONNECTION_STEPS, type ConnectionStep } from '@neustream/shared/destinations/connection-test.ts';
import { parseRtmpAddress } from '@neustream/shared/destinations/rtmp-address.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { openPublication } from '../attempt.ts';
import { openConnection } from '../connection/connection.ts';
import type { NetworkRules } from '../connection/network-rules.ts';
import { WayIn } from '../connection/way-in.ts';
import { unlessAborted } from '../deadline.ts';
import { asFailure, RelayFailure } from '../failure.ts';
import { refineReason } from '../retry.ts';
import type { Login } from '../rtmp/login.ts';

/** A person is waiting, so that nobody tries again to be sure. */
const TAKEN_FOR_CERTAIN = { keyTaken: false, hungUpBefore: true };
const NO_KEY = new Secret('');

export interface ConnectionTestOptions {
  /** `rtmp://` or `rtmps://` address without the key. */
  address: string;
  /** Null stops before `publish`. */
  streamKey: Secret | null;
  /** For servers that ask for a user name and password; null when none is saved. */
  login: Login | null;
  network: NetworkRules;
  /** The whole test may take this long, in ms. */
  withinMs: number;
  /** Ends the test without a result. */
  signal: AbortSignal;
  /** Milliseconds that setting the system's clock does not change. */
  steady: Clock;
}

export type ConnectionTestResult = Extract<ConnectionTestAnswer, { outcome: 'tested' }>;

/**
 * Connects to a destination as a relay does, publishes when there is a key, sends nothing and leaves.
 * @throws the signal's reason when aborted
 */
export async function testConnection(options: ConnectionTestOptions): Promise<ConnectionTestResult> {
  const { streamKey, withinMs, signal, steady } = options;
  const passed: ConnectionTestResult['passed'] = [];
  let since = steady();
  const durationMs = () => {
    const before = since;
    since = steady();
    return Math.round(since - before);
  };
  const onStep = (step: ConnectionStep) => void passed.push({ step, durationMs: durationMs() });
  const timeUp = AbortSignal.timeout(withinMs);
  try {
    await go({ ...options, signal: AbortSignal.any([signal, timeUp]) }, onStep);
    return { outcome: 'tested', keyTried: streamKey !== null, passed, failed: null };
  } catch (error) {
    signal.throwIfAborted();
    const accepted = passed.at(-1)?.step === 'publish' ? passed.pop() : undefined;
    const step = accepted?.step ?? stepAfter(passed.at(-1)?.step, options.address);
    const failure = timeUp.aborted ? tooLong(step) : asFailure(error);
    const reasonCode = refineReason(failure, TAKEN_FOR_CERTAIN);
    const { detail } = failure;
    const keyTried = streamKey !== null && step === 'publish';
    const tookMs = (accepted?.durationMs ?? 0) + durationMs();
    return { outcome: 'tested', keyTried, passed, failed: { step, durationMs: tookMs, reasonCode, detail } };
  }
}

async function go(
  { address: text, streamKey, login, network, signal }: ConnectionTestOptions,
  onStep: (step: ConnectionStep) => void,
): Promise<void> {
  const address = parseRtmpAddress(text);
  const way = new WayIn({ address, streamKey: streamKey ?? NO_KEY, login, network });
  const connection = { way, signal, onStep };
  if (streamKey === null) {
    const { socket } = await openConnection(connection);
    socket.destroySoon();
    return;
  }
  const { socket, ended, kept, close } = await openPublication(connection);
  try {
    const changed = ended.then((why) => Promise.reject(why));
    await unlessAborted(Promise.race([kept, changed]), signal);
    await close();
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function stepAfter(step: ConnectionStep | undefined, address: string): ConnectionStep {
  const next = CONNECTION_STEPS[step === undefined ? 0 : CONNECTION_STEPS.indexOf(step) + 1] ?? 'publish';
  return next === 'tls' && !/^rtmps:/i.test(address.trim()) ? 'handshake' : next;
}

/** What a relay says of a step that takes too long. */
function tooLong(step: ConnectionStep): RelayFailure {
  if (step === 'tls') return new RelayFailure('TLS_FAILED');
  return new RelayFailure(step === 'handshake' ? 'HANDSHAKE_FAILED' : 'CONNECTION_TIMED_OUT');
}
