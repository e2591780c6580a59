import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startEncoder } from '../../../build/kit/encoders/encoder.ts';
import { PublishingConnection } from '../../../build/kit/rtmp/publishing.ts';
import { AVC } from '../../relay/codec/avc.ts';
import { keyBody } from '../../relay/codec/video-body.ts';
import { type MediaMessage, RtmpServerSession } from '../../relay/public.ts';
import { planSession } from '../../testing/plan.ts';
import { TestNode } from '../../testing/test-node.ts';

const SOON = { timeout: 15_000, interval: 50 };
const VIDEO = 9;
const AV1_DATA = join(import.meta.dirname, '../../relay/fuzz/testdata/video-headers/av1-main');

describe('the codec header that a platform gets', () => {
  let node: TestNode;
  let platform: Server;
  /** The key frames and codec headers of each stream key, in order. */
  const received = new Map<string, Buffer[]>();

  const serve = (socket: Socket) => {
    const session = new RtmpServerSession({
      socket,
      onPublish: async ({ streamName }) => {
        const bodies: Buffer[] = [];
        received.set(streamName, bodies);
        const onMessage = ({ kind, payload }: MediaMessage) => {
          if (kind === 'video' && keyBody(payload) !== null) bodies.push(Buffer.from(payload));
        };
        return { accepted: true, onMessage };
      },
      onEnd: () => undefined,
    });
    socket.on('data', (bytes: Buffer) => session.receive(bytes));
  };

  beforeAll(async () => {
    node = await TestNode.start({ INGEST: 'mediamtx' });
    platform = createServer(serve).listen(0, '127.0.0.1');
    await once(platform, 'listening');
  });
  afterAll(async () => {
    await node?.[Symbol.asyncDispose]();
    platform?.close();
  });

  const plan = async () => {
    const session = planSession([`rtmp://127.0.0.1:${(platform.address() as AddressInfo).port}/app`]);
    await node.put(session.plan);
    return { session, bodies: () => received.get(session.plan.destinations[0]?.streamKey ?? '') ?? [] };
  };

  it('describes the picture of an encoder over SRT, whose protocol has no such headers', async () => {
    const { session, bodies } = await plan();
    await using _srt = startEncoder({
      url: `${node.node.endpoints.srt}?streamid=publish:live/${session.plan.publicId}:key:${session.key}`,
      format: 'mpegts',
    });
    await vi.waitFor(() => expect(bodies().length).toBeGreaterThan(1), SOON);
    const [header, frame] = bodies().map(keyBody);
    expect([header?.isRecord, frame?.isRecord]).toEqual([true, false]);
    expect(header?.data.toString('hex')).toBe(AVC.record(frame?.data ?? Buffer.alloc(0))?.toString('hex'));
  });

  it('is the encoder’s own for AV1', async () => {
    const { session, bodies } = await plan();
    const [header, frame] = [readFileSync(`${AV1_DATA}.header`), readFileSync(`${AV1_DATA}.frame`)];
    const encoder = await PublishingConnection.open(node.rtmpUrl(session));
    encoder.send(VIDEO, 0, header);
    // MediaMTX looks at two seconds of the stream's own time before it lets anybody read.
    for (let timestamp = 0; timestamp <= 3000; timestamp += 500) encoder.send(VIDEO, timestamp, frame);
    for (let timestamp = 3500; bodies().length < 2 && timestamp < 60_000; timestamp += 500) {
      await vi.waitFor(
        () => expect(node.api.session(session.plan.sessionId)?.ingest.status).toBe('publishing'),
        SOON,
      );
      encoder.send(VIDEO, timestamp, frame);
    }
    await vi.waitFor(() => expect(bodies().length).toBeGreaterThan(1), SOON);
    expect(bodies()[0]?.toString('hex')).toBe(header.toString('hex'));
    encoder.close();
  });
});
