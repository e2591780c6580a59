import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { parseRtmpAddress } from '@neustream/shared/destinations/rtmp-address.ts';
import { freePort } from '@neustream/shared/node/ports.ts';
import { generate } from 'selfsigned';
import { beforeAll, describe, expect, test } from 'vitest';
import { LOCAL_NETWORK } from '../testing/rig.ts';
import { silentAddresses } from '../testing/silent-addresses.ts';
import { dial } from './dial.ts';
import { inTurn } from './happy-eyeballs.ts';

let certificate: { key: string; cert: string };

beforeAll(async () => {
  const made = await generate([{ name: 'commonName', value: 'live.example' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'live.example' }] }],
  });
  certificate = { key: made.private, cert: made.cert };
});

async function listen(server: Server): Promise<{ port: number } & AsyncDisposable> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}

/** @param names collects the names that callers ask for in the handshake */
async function secureServer(names: string[] = []): Promise<{ port: number } & AsyncDisposable> {
  const SNICallback = (name: string, answer: (error: null) => void) => {
    names.push(name);
    answer(null);
  };
  const server = createTlsServer({ ...certificate, SNICallback }, (socket) => {
    socket.on('error', () => undefined).end();
  });
  server.on('tlsClientError', () => undefined);
  return listen(server);
}

function call(address: string, trusted: boolean, addresses = ['127.0.0.1']): Promise<string> {
  const lookup = async () => addresses;
  const trust = trusted ? { ca: [certificate.cert] } : {};
  return dial({
    address: parseRtmpAddress(address),
    network: { ...LOCAL_NETWORK, ...trust, lookup },
    signal: new AbortController().signal,
    onBytes: () => undefined,
  }).then(
    (socket) => {
      socket.destroy();
      return 'connected';
    },
    (failure: { reason: string }) => failure.reason,
  );
}

describe('RTMPS', () => {
  test('connects to the checked address and names the server it wants', async () => {
    const names: string[] = [];
    await using server = await secureServer(names);
    expect(await call(`rtmps://live.example:${server.port}/app`, true)).toBe('connected');
    expect(names).toEqual(['live.example']);
  });

  test('asks for a name in other letters as DNS knows it', async () => {
    const names: string[] = [];
    await using server = await secureServer(names);
    expect(await call(`rtmps://bücher.example:${server.port}/app`, true)).toBe('CERTIFICATE_INVALID');
    expect(names).toEqual(['xn--bcher-kva.example']);
  });

  test('sends nothing to a server whose certificate is for another name', async () => {
    await using server = await secureServer();
    expect(await call(`rtmps://other.example:${server.port}/app`, true)).toBe('CERTIFICATE_INVALID');
  });

  test('checks a certificate against an IP address too', async () => {
    await using server = await secureServer();
    expect(await call(`rtmps://127.0.0.1:${server.port}/app`, true)).toBe('CERTIFICATE_INVALID');
  });

  test('trusts no certificate that nobody vouches for', async () => {
    await using server = await secureServer();
    expect(await call(`rtmps://live.example:${server.port}/app`, false)).toBe('CERTIFICATE_INVALID');
  });

  test('tells a server that does not speak TLS', async () => {
    await using server = await listen(
      createServer((socket) => {
        socket.on('error', () => undefined).resume();
        socket.end('not tls at all, whatever you say\r\n');
      }),
    );
    expect(await call(`rtmps://live.example:${server.port}/app`, true)).toBe('TLS_FAILED');
  });
});

describe('a name with several addresses', () => {
  const plainServer = () =>
    listen(
      createServer((socket) => {
        socket.on('error', () => undefined).end();
      }),
    );

  test('is reached by the one that answers, however many before it keep silent', async () => {
    await using server = await plainServer();
    const silent = ['127.0.0.2', '127.0.0.3', '127.0.0.4'];
    await using _full = await silentAddresses(silent, server.port);
    const address = `rtmp://live.example:${server.port}/app`;
    expect(await call(address, false, [...silent, '127.0.0.1'])).toBe('connected');
  });

  test('is reached when those that fail do so at once', async () => {
    await using server = await plainServer();
    const address = `rtmp://live.example:${server.port}/app`;
    expect(await call(address, false, ['127.0.0.9', '255.255.255.255', '127.0.0.1'])).toBe('connected');
  });

  test.each([[['255.255.255.255', '127.0.0.1']], [['127.0.0.1', '255.255.255.255']]])(
    'fails as what its most telling address said: %j',
    async (addresses) => {
      const address = `rtmp://live.example:${await freePort()}/app`;
      expect(await call(address, false, addresses)).toBe('CONNECTION_REFUSED');
    },
  );

  test('is tried in both families in turn, beginning with the preferred one', () => {
    expect(inTurn(['::1', '::2', '::3', '1.1.1.1', '2.2.2.2'])).toEqual([
      '::1',
      '1.1.1.1',
      '::2',
      '2.2.2.2',
      '::3',
    ]);
    expect(inTurn(['1.1.1.1', '::1', '2.2.2.2'])).toEqual(['1.1.1.1', '::1', '2.2.2.2']);
    expect(inTurn(['1.1.1.1'])).toEqual(['1.1.1.1']);
  });
});

test('a call that is no longer wanted ends at once', async () => {
  const stop = new AbortController();
  const never = new Promise<string[]>(() => undefined);
  const calling = dial({
    address: parseRtmpAddress('rtmp://live.example/app'),
    network: { ...LOCAL_NETWORK, lookup: () => never },
    signal: stop.signal,
    onBytes: () => undefined,
  });
  stop.abort(new Error('not wanted'));
  await expect(calling).rejects.toThrow('not wanted');
});
