import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { rtmpUrl } from '../kit/person.ts';
import { IndependentPlatform } from '../kit/platforms/independent.ts';
import { backwardsMs, packetsOf, probe, shiftsMs } from '../kit/recording.ts';
import { expect, test } from './support/test.ts';

const SIZE = { width: 640, height: 360 };

test('Chromium’s camera goes live over WHIP and arrives at an RTMP platform as H.264 and AAC', async ({
  visitor,
  creator,
  page,
  product,
}) => {
  const platform = await IndependentPlatform.start({
    name: 'recorder',
    folder: join(product.dataDir, 'recorder'),
  });
  const { view } = await creator.createSource();
  await creator.addDestination(view.id, { name: 'Recorder', address: platform.address });
  const { ingest, session } = await creator.goLive(view.id);
  await page.goto(`/sources/${view.id}`);
  await publishCamera(page, { url: ingest.whip?.url ?? '', token: ingest.whip?.bearer_token ?? '', ...SIZE });
  await visitor.seesRelay('Recorder', 'LIVE', 30_000);
  const { ingest: seen } = await creator.session(session.id);
  expect(seen).toMatchObject({ protocol: 'whip', status: 'publishing' });
  await expect
    .poll(async () => (await platform.report()).streams[0]?.videoMessages ?? 0, { timeout: 30_000 })
    .toBeGreaterThan(120);
  await visitor.endStream();
  await expect(page.getByText(/The stream ended after/)).toBeVisible();

  const { streams, recordings } = await platform.finish();
  expect(streams).toHaveLength(1);
  expect(streams[0]).toMatchObject({ beganWithKeyFrame: true, backwards: 0 });
  const recording = await probe(recordings[0] ?? '');
  const codecs = recording.streams.map(({ codec_type, codec_name }) => `${codec_type} ${codec_name}`);
  expect(codecs).toEqual(expect.arrayContaining(['video h264', 'audio aac']));
  expect(recording.streams.find(({ codec_type }) => codec_type === 'video')).toMatchObject(SIZE);
  expect(packetsOf(recording, 'video')[0]?.flags).toMatch(/^K/);
  expect(packetsOf(recording, 'audio').length).toBeGreaterThan(100);
  for (const kind of ['video', 'audio'] as const) expect(backwardsMs(recording, kind)).toBe(0);
  expect(shiftsMs(recording, recording, 'video').every((shift) => shift === 0)).toBe(true);
});

test('the preview plays in the page, at once and with sound', async ({
  visitor,
  creator,
  page,
  startPlatform,
  publish,
}) => {
  const platform = await startPlatform();
  const { view } = await creator.createSource();
  await creator.addDestination(view.id, { name: 'Platform', address: platform.address });
  const { ingest, preview_url } = await creator.goLive(view.id);
  publish(rtmpUrl(ingest));
  await page.goto(`/sources/${view.id}`);
  await visitor.seesRelay('Platform', 'LIVE');
  const preview = page.getByRole('region', { name: 'Preview' });
  await expectPlaying(page);
  await preview
    .getByRole('radio', { name: 'With sound' })
    .or(preview.getByText('With sound'))
    .first()
    .click();
  await expectPlaying(page);
  const list = await page.request.get(preview_url ?? '');
  expect(list.status()).toBe(200);
  expect(await list.text()).toContain('#EXTM3U');
});

/** Waits until a picture of the right size is shown and moves. */
async function expectPlaying(page: Page): Promise<void> {
  const video = page.locator('video');
  const state = () =>
    video.evaluate((element: HTMLVideoElement) => ({ width: element.videoWidth, at: element.currentTime }));
  await expect.poll(async () => (await state()).width, { timeout: 20_000 }).toBe(320);
  const { at } = await state();
  await expect.poll(async () => (await state()).at, { timeout: 15_000 }).toBeGreaterThan(at + 0.5);
  await expect(video).toBeVisible();
}

interface Camera {
  url: string;
  token: string;
  width: number;
  height: number;
}

/**
 * What a page has to do to publish the camera by WHIP (RFC 9725) in a way that platforms can cope with: without a fixed
 * resolution and a start bitrate, Chromium begins with a fraction of the size and changes it on the way.
 */
async function publishCamera(page: Page, camera: Camera): Promise<void> {
  await page.evaluate(async ({ url, token, width, height }) => {
    const media = await navigator.mediaDevices.getUserMedia({
      video: { width: { exact: width }, height: { exact: height } },
      audio: true,
    });
    const connection = new RTCPeerConnection();
    for (const track of media.getTracks()) {
      const { sender, ...transceiver } = connection.addTransceiver(track, {
        direction: 'sendonly',
        streams: [media],
      });
      void transceiver;
      if (track.kind !== 'video') continue;
      const parameters = sender.getParameters();
      Object.assign(parameters, { degradationPreference: 'maintain-resolution' });
      await sender.setParameters(parameters);
    }
    const h264 =
      RTCRtpSender.getCapabilities('video')?.codecs.filter(({ mimeType }) => mimeType === 'video/H264') ?? [];
    for (const transceiver of connection.getTransceivers()) {
      if (transceiver.sender.track?.kind === 'video') transceiver.setCodecPreferences(h264);
    }
    const offer = await connection.createOffer();
    const withBitrate = (sdp = '') =>
      sdp.replace(/^(a=fmtp:\d+ .*packetization-mode.*)$/gm, '$1;x-google-start-bitrate=1500');
    await connection.setLocalDescription({ type: 'offer', sdp: withBitrate(offer.sdp) });
    await new Promise<void>((resolve) => {
      const look = () => connection.iceGatheringState === 'complete' && resolve();
      connection.addEventListener('icegatheringstatechange', look);
      look();
    });
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/sdp' },
      body: connection.localDescription?.sdp ?? '',
    });
    if (response.status !== 201) throw new Error(`The ingest answered ${response.status}.`);
    await connection.setRemoteDescription({ type: 'answer', sdp: withBitrate(await response.text()) });
  }, camera);
}
