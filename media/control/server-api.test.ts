import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { expect, it } from 'vitest';
import { ServerApi } from './server-api.ts';

const ASKED = {
  nodeId: 'n1',
  publicId: 'pub1',
  keyHash: null,
  login: null,
  protocol: 'rtmp',
  address: '::1',
};

it.each([
  [401, 'npm run node -- add NAME'],
  [403, 'npm run node -- add NAME'],
  [429, 'npm run node -- add NAME'],
  [500, 'answered 500 to '],
])('an answer of %i from the API is told with what can be done about it', async (status, words) => {
  const server = createServer((_request, response) => response.writeHead(status).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const api = new ServerApi(`http://127.0.0.1:${port}`, new Secret('a token'));
    await expect(api.publish(ASKED)).rejects.toThrow(words);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
