import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { claimPorts } from './ports.ts';

const host = '127.0.0.1';

describe('ports before anything is started', () => {
  it('are picked free where they were left open, all different', async () => {
    const request = {
      setting: 'RTMP_PORT',
      purpose: 'RTMP ingest',
      transport: 'tcp',
      host,
      port: 0,
    } as const;
    const ports = await claimPorts([request, request, { ...request, transport: 'udp' }]);
    expect(ports.every((port) => port > 0)).toBe(true);
    expect(ports[0]).not.toBe(ports[1]);
  });

  it('that are taken are all named in one error, each with its setting', async () => {
    const server = createServer().listen(0, host);
    const socket = createSocket('udp4').bind(0, host);
    await Promise.all([once(server, 'listening'), once(socket, 'listening')]);
    const { port } = server.address() as AddressInfo;
    const udp = socket.address().port;
    const claim = claimPorts([
      { setting: 'RTMP_PORT', purpose: 'RTMP ingest', transport: 'tcp', host, port },
      { setting: 'SRT_PORT', purpose: 'SRT ingest', transport: 'udp', host, port: udp },
      { setting: 'HLS_PORT', purpose: 'HLS playback', transport: 'tcp', host, port: 0 },
    ]);
    await expect(claim).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message:
        `Port ${port}/tcp for RTMP ingest is in use by another program: set RTMP_PORT to a free port.\n` +
        `Port ${udp}/udp for SRT ingest is in use by another program: set SRT_PORT to a free port.`,
    });
    server.close();
    socket.close();
  });
});
