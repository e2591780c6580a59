import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@neustream/shared/node/wait.ts';
import { describe, expect, it } from 'vitest';
import { nginxMissing } from '../nginx.ts';
import { TYPE } from '../rtmp/chunks.ts';
import { PublishingConnection } from '../rtmp/publishing.ts';
import { IndependentPlatform } from './independent.ts';
import { NginxPlatform } from './nginx-rtmp.ts';
import type { Platform } from './platform.ts';
import { ScriptedPlatform } from './scripted.ts';

/** Every platform of the kit, and why it cannot run here. */
const PLATFORMS: [
  name: string,
  start: (folder: string) => Promise<Platform>,
  missing?: string | undefined,
][] = [
  ['a scripted platform', () => ScriptedPlatform.start()],
  ['node-media-server', (folder) => IndependentPlatform.start({ name: 'node-media-server', folder })],
  ['nginx with the RTMP module', (folder) => NginxPlatform.start({ folder }), nginxMissing()],
];

/** An AVC decoder configuration of a 320 × 180 picture, and of stereo AAC at 48 kHz. */
const VIDEO_HEADER = Buffer.from(
  '17000000000142c01effe1001867' + '42c01ed90141fa10000003001000000303c0f1422a4001000568cb83cb20',
  'hex',
);
const AUDIO_HEADER = Buffer.from('af001190', 'hex');
const KEY_FRAME = Buffer.concat([Buffer.from('1701000000000007d065', 'hex'), Buffer.alloc(2_000, 7)]);
const FRAME = Buffer.concat([Buffer.from('2701000000000001f441', 'hex'), Buffer.alloc(500, 7)]);
const SOUND = Buffer.concat([Buffer.from('af01', 'hex'), Buffer.alloc(200, 3)]);
const PICTURES = 60;

describe.each(PLATFORMS)('%s', (_name, start, missing) => {
  it.skipIf(missing !== undefined)('takes a publish and keeps its books like the others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neustream-platform-'));
    await using cleanUp = new AsyncDisposableStack();
    cleanUp.defer(() => rmSync(folder, { recursive: true, force: true }));
    const platform = cleanUp.use(await start(folder));
    const connection = await PublishingConnection.open(`${platform.address}/a-key`);
    connection.send(TYPE.video, 0, VIDEO_HEADER);
    connection.send(TYPE.audio, 0, AUDIO_HEADER);
    for (let picture = 0; picture < PICTURES; picture += 1) {
      connection.send(TYPE.video, picture * 33, picture % 30 === 0 ? KEY_FRAME : FRAME);
      connection.send(TYPE.audio, picture * 33 + 5, SOUND);
    }
    connection.close();
    const [stream] = await until(
      async () => {
        const { streams } = await platform.report();
        return streams[0]?.endedAt !== null && streams.length > 0 && streams;
      },
      { what: 'the end of the publish' },
    );
    const frames = 2 * KEY_FRAME.length + (PICTURES - 2) * FRAME.length + PICTURES * SOUND.length;
    expect(stream).toMatchObject({
      app: 'live',
      key: 'a-key',
      bytes: VIDEO_HEADER.length + AUDIO_HEADER.length + frames,
      codecs: ['avc1', 'mp4a'],
      pictures: PICTURES,
      firstPictureTimestamp: 0,
      lastPictureTimestamp: (PICTURES - 1) * 33,
      beganWithKeyFrame: true,
      backwards: 0,
    });
  });
});
