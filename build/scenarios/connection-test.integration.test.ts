import { until } from '@neustream/shared/node/wait.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUntrustedCertificate } from '../kit/certificates.ts';
import { startEncoder } from '../kit/encoders/encoder.ts';
import { Person, rtmpUrl } from '../kit/person.ts';
import { ScriptedPlatform, type ScriptedPlatformOptions } from '../kit/platforms/scripted.ts';
import { Product } from '../kit/product.ts';

describe('Testing the connection to a destination', () => {
  const owned = new AsyncDisposableStack();
  let product: Product;
  let person: Person;

  beforeAll(async () => {
    product = owned.use(await Product.start({ settings: { LOG_LEVEL: 'debug' } }));
    person = await Person.signUp({ url: product.url });
  });
  afterAll(() => owned.disposeAsync());

  async function destinationOn(options: ScriptedPlatformOptions, key = 'canary-of-a-tested-key') {
    const platform = owned.use(await ScriptedPlatform.start(options));
    const { view, ingest } = await person.createSource();
    const destination = await person.addDestination(view.id, {
      name: 'Mine',
      address: platform.address,
      key,
    });
    const test = () => person.call('testDestination', { params: { id: destination.id } });
    return { platform, sourceId: view.id, ingest, test };
  }

  it('goes the whole way to a good server, without beginning a broadcast', async () => {
    const certificate = await product.authority.issue(['localhost']);
    const { platform, test } = await destinationOn({ certificate });
    const { ok, key_tried, steps } = await test();
    expect([ok, key_tried]).toEqual([true, false]);
    expect(steps.map(({ step }) => step)).toEqual(['dial', 'tls', 'handshake', 'connect']);
    expect(platform.publishRequests).toBe(0);
  });

  it('tells of a certificate that proves nothing, and of a wrong application', async () => {
    const untrusted = await destinationOn({ certificate: await createUntrustedCertificate(['localhost']) });
    expect(await untrusted.test()).toMatchObject({ ok: false, reason_code: 'CERTIFICATE_INVALID' });
    const wrongApp = await destinationOn({ behaviour: { kind: 'reject-connect' } });
    expect(await wrongApp.test()).toMatchObject({
      ok: false,
      reason_code: 'CONNECT_REJECTED',
      fault: 'user',
    });
  });

  it('gives way to the relay once an encoder is there, and is not to be had while live', async () => {
    const { platform, sourceId, ingest, test } = await destinationOn({ behaviour: { kind: 'silent' } });
    const underWay = test().catch((error: unknown) => error);
    await until(() => platform.connections === 1, { what: 'the test is under way' });
    const { session } = await person.goLive(sourceId);
    owned.use(startEncoder({ url: rtmpUrl(ingest) }));
    const refused = { status: 409, code: 'DESTINATION_LIVE', details: { session_id: session.id } };
    expect(await underWay).toMatchObject(refused);
    await expect(test()).rejects.toMatchObject(refused);
    await person.endLive(sourceId);
  });

  it('leaves no key in any log', () => {
    expect(product.logs()).not.toContain('canary-of-a-tested-key');
  });
});
