import type { Fault } from '@neustream/shared/kernel/app-error.ts';
import { RELAY_REASONS, type RelayReasonCode, type RelayStatus } from '@neustream/shared/live/relay.ts';
import { freePort } from '@neustream/shared/node/ports.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUntrustedCertificate } from '../kit/certificates.ts';
import { startRecorded } from '../kit/encoders/recorded.ts';
import { Ledger } from '../kit/ledger.ts';
import type { Behaviour } from '../kit/platforms/behaviour.ts';
import { ScriptedPlatform } from '../kit/platforms/scripted.ts';
import { Product } from '../kit/product.ts';
import { Show, type Target } from '../kit/show.ts';

interface Misfortune {
  behaviour: Behaviour;
  /** What the relay is shown with, sooner or later. */
  shown: `${RelayStatus} ${RelayReasonCode}`;
  fault: Fault;
}

/** How a platform misbehaves, and what the person has to read about it. */
const MISFORTUNES: Record<string, Misfortune> = {
  'rejects the application': {
    behaviour: { kind: 'reject-connect' },
    shown: 'ERROR CONNECT_REJECTED',
    fault: 'user',
  },
  'rejects the key': {
    behaviour: { kind: 'reject-publish', code: 'NetStream.Publish.BadName' },
    shown: 'ERROR KEY_REJECTED',
    fault: 'user',
  },
  'denies the publish': {
    behaviour: { kind: 'reject-publish', code: 'NetStream.Publish.Denied' },
    shown: 'ERROR KEY_REJECTED',
    fault: 'user',
  },
  'hangs up when it is given the key': {
    behaviour: { kind: 'hang-up-at', step: 'publish', how: 'end' },
    shown: 'ERROR PUBLISH_HUNG_UP',
    fault: 'user',
  },
  'hangs up when it is asked for the application': {
    behaviour: { kind: 'hang-up-at', step: 'connect', how: 'reset' },
    shown: 'CONNECTING CONNECT_HUNG_UP',
    fault: 'user',
  },
  'wants a user name': {
    behaviour: { kind: 'ask-login', login: { mod: 'adobe', user: 'studio', password: 'word' } },
    shown: 'ERROR LOGIN_MISSING',
    fault: 'user',
  },
  'resets the connection': {
    behaviour: { kind: 'reset', afterBytes: 50_000 },
    shown: 'CONNECTING CONNECTION_RESET',
    fault: 'destination',
  },
  freezes: {
    behaviour: { kind: 'freeze', afterBytes: 20_000 },
    shown: 'CONNECTING NO_PROGRESS',
    fault: 'destination',
  },
  'closes half of the connection': {
    behaviour: { kind: 'half-close', afterBytes: 50_000 },
    shown: 'CONNECTING CONNECTION_CLOSED',
    fault: 'destination',
  },
  'closes after 5 seconds': {
    behaviour: { kind: 'close', afterMs: 5_000 },
    shown: 'CONNECTING CONNECTION_CLOSED',
    fault: 'destination',
  },
  'never says a word': {
    behaviour: { kind: 'silent' },
    shown: 'CONNECTING HANDSHAKE_FAILED',
    fault: 'destination',
  },
  'speaks something else': {
    behaviour: { kind: 'garbage' },
    shown: 'CONNECTING HANDSHAKE_FAILED',
    fault: 'destination',
  },
};

describe('Isolation: platforms that misbehave, beside two that do not', () => {
  const owned = new AsyncDisposableStack();
  const plain = new Ledger();
  const secure = new Ledger();
  const names = [...Object.keys(MISFORTUNES), 'refuses', 'has a wrong certificate', 'is slow'];
  let healthy: { platform: ScriptedPlatform; ledger: Ledger }[];
  let show: Show;

  beforeAll(async () => {
    const product = owned.use(await Product.start());
    const { authority } = product;
    const platform = async (options: Parameters<typeof ScriptedPlatform.start>[0]) =>
      owned.use(await ScriptedPlatform.start(options));
    healthy = [
      { platform: await platform({ onMedia: plain.onMedia }), ledger: plain },
      {
        platform: await platform({
          onMedia: secure.onMedia,
          certificate: await authority.issue(['localhost']),
        }),
        ledger: secure,
      },
    ];
    const targets: Target[] = healthy.map(({ platform: { address } }, index) => ({
      name: `well ${index}`,
      address,
    }));
    for (const [name, { behaviour }] of Object.entries(MISFORTUNES)) {
      targets.push({ name, address: (await platform({ behaviour })).address });
    }
    const certificate = await createUntrustedCertificate(['localhost']);
    const slow = await platform({ behaviour: { kind: 'slow', bytesPerSecond: 300_000 } });
    targets.push(
      { name: 'refuses', address: `rtmp://127.0.0.1:${await freePort()}/live` },
      { name: 'has a wrong certificate', address: (await platform({ certificate })).address },
      { name: 'is slow', address: slow.address },
    );
    show = owned.use(await Show.begin({ product, targets, encode: (url) => startRecorded({ url }) }));
    await show.screen.allLive(targets.slice(0, 2).map(({ name }) => show.destination(name).id));
  });
  afterAll(() => owned.disposeAsync());

  /** Waits until the relay has been shown like this, at any time. */
  const shown = (name: string, line: string, timeoutMs = 40_000) => {
    const { id } = show.destination(name);
    return show.screen.until(
      `${name} as ${line} (it showed ${show.screen.history.get(id)?.join(', ')})`,
      () => show.screen.history.get(id)?.includes(line) ?? false,
      timeoutMs,
    );
  };

  it.each(Object.entries(MISFORTUNES))(
    'a platform that %s is shown with reason, fault and action',
    async (name, misfortune) => {
      await shown(name, misfortune.shown);
      const code = misfortune.shown.split(' ')[1] as RelayReasonCode;
      const { relays } = await show.creator.session(show.sessionId);
      const relay = relays.find((one) => one.name === name);
      const { fault, message, action } = RELAY_REASONS[code];
      expect(fault).toBe(misfortune.fault);
      if (relay?.reason_code === code) expect(relay).toMatchObject({ fault, message, action });
    },
  );

  it('a port that nobody listens on is tried quickly, then given up until the user or the quiet retry', async () => {
    await shown('refuses', 'CONNECTING CONNECTION_REFUSED');
    await shown('refuses', 'ERROR CONNECTION_REFUSED');
    const relay = show.relay('refuses');
    expect(relay).toMatchObject({ fault: 'destination', reason_code: 'CONNECTION_REFUSED' });
    expect(relay.attempts).toBeGreaterThanOrEqual(4);
    expect(relay.next_retry_at).not.toBeNull();
  });

  it('a wrong certificate is an error at once, and nothing is sent', async () => {
    await shown('has a wrong certificate', 'ERROR CERTIFICATE_INVALID');
    expect(show.relay('has a wrong certificate')).toMatchObject({ fault: 'destination', bytes_sent: 0 });
  });

  it('a slow platform loses frames of its own and is told so', async () => {
    const { id } = show.destination('is slow');
    await show.screen.until(
      'dropped frames of the slow platform',
      ({ session }) => (session?.relays.find((one) => one.destination_id === id)?.frames_dropped ?? 0) > 0,
      60_000,
    );
    const { events } = await show.creator.call('sessionReport', { params: { id: show.sessionId } });
    expect(
      events.filter(({ kind }) => kind === 'relay.dropped_frames').map((event) => event.destination_id),
    ).toContain(id);
  });

  const bytesOfHealthy = () =>
    healthy.map(({ platform, ledger }) => ledger.bytesBySecond(platform.streams[0]!));
  const commonSeconds = () => {
    const [one, other] = bytesOfHealthy();
    return [...one!.keys()].filter((second) => other!.has(second));
  };

  it('the healthy platforms received every frame, in one publish each, and never waited', async () => {
    await until(() => commonSeconds().length > 15, {
      what: 'more than 15 whole seconds at both',
      timeoutMs: 30_000,
    });
    for (const { platform, ledger } of healthy) {
      expect(platform.streams).toHaveLength(1);
      const [stream] = platform.streams;
      if (stream === undefined) continue;
      expect(stream).toMatchObject({ endedAt: null, backwards: 0, beganWithKeyFrame: true });
      const { mediaMs, wallMs } = ledger.videoGap(stream);
      expect(mediaMs).toBeLessThan(1.5 * FRAME_MS);
      expect(wallMs).toBeLessThan(1_000);
      const { first, last } = ledger.span(stream);
      const pictures = ledger.pictures(stream);
      expect(pictures / ((last - first) / FRAME_MS)).toBeGreaterThan(0.98);
    }
    const common = commonSeconds();
    const [one, other] = bytesOfHealthy();
    const sums = [one!, other!].map((bytes) =>
      common.reduce((sum, second) => sum + (bytes.get(second) ?? 0), 0),
    );
    expect(Math.min(...sums) / Math.max(...sums)).toBeGreaterThan(0.995);
  });

  it('every misbehaving platform is in the report with whose fault it was', async () => {
    const { incidents } = await show.creator.call('sessionReport', { params: { id: show.sessionId } });
    const blamed = new Map(incidents.map((incident) => [incident.destination_name, incident.fault]));
    for (const name of names.filter((one) => one !== 'is slow')) expect([...blamed.keys()]).toContain(name);
    for (const { name } of show.destinations.slice(0, 2)) expect([...blamed.keys()]).not.toContain(name);
  });
});

const FRAME_MS = 1000 / 30;
