import { findProgram } from '@neustream/shared/node/find-program.ts';
import { type Browser, chromium } from '@playwright/test';

const FLAGS = [
  '--no-sandbox',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Runs in the page. */
const PUBLISH = `async ({ url, token, sound }) => {
  const media = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 360 }, audio: sound });
  const peer = new RTCPeerConnection();
  for (const track of media.getTracks()) {
    const transceiver = peer.addTransceiver(track, { direction: 'sendonly', streams: [media] });
    if (track.kind !== 'video') continue;
    const { codecs } = RTCRtpSender.getCapabilities('video');
    transceiver.setCodecPreferences(codecs.filter((codec) => codec.mimeType === 'video/H264'));
  }
  await peer.setLocalDescription(await peer.createOffer());
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/sdp', authorization: 'Bearer ' + token },
    body: peer.localDescription.sdp,
  });
  if (response.status !== 201) throw new Error('WHIP answered ' + response.status);
  await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
}`;

export interface BrowserEncoderOptions {
  /** Page whose origin may publish. */
  page: string;
  /** WHIP address of the path. */
  url: string;
  token: string;
  /** Without, only a picture is published. */
  sound?: boolean;
}

/** Chromium that publishes its fake camera and microphone over WHIP, as H.264 and Opus. */
export class BrowserEncoder {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start({ page, url, token, sound = true }: BrowserEncoderOptions): Promise<BrowserEncoder> {
    const system = findProgram('chromium');
    const browser = await chromium.launch({
      args: FLAGS,
      ...(system === null ? {} : { executablePath: system }),
    });
    try {
      const tab = await browser.newPage();
      await tab.goto(page);
      await tab.evaluate(`(${PUBLISH})(${JSON.stringify({ url, token, sound })})`);
    } catch (error) {
      await browser.close();
      throw error;
    }
    return new BrowserEncoder(browser);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}
