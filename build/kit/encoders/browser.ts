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
const PUBLISH = `async ({ url, token, sound, udp }) => {
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
  const answer = (await response.text()).split('\\r\\n');
  const usable = udp ? answer : answer.filter((line) => !/^a=candidate:.* udp /i.test(line));
  await peer.setRemoteDescription({ type: 'answer', sdp: usable.join('\\r\\n') });
}`;

export interface CameraOptions {
  /** Page whose origin may publish. */
  page: string;
  /** WHIP address of the path. */
  url: string;
  token: string;
  /** Without it, only a picture is published. */
  sound?: boolean;
  /** False: as in a network that lets no UDP through. */
  udp?: boolean;
}

/** Chromium with its fake camera and microphone. */
export class BrowserEncoder implements AsyncDisposable {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** @param more flags for Chromium */
  static async start(more: readonly string[] = []): Promise<BrowserEncoder> {
    const system = process.env.CHROMIUM_BIN ?? findProgram('chromium');
    const chosen = system === null ? {} : { executablePath: system };
    return new BrowserEncoder(await chromium.launch({ args: [...FLAGS, ...more], ...chosen }));
  }

  /**
   * Publishes camera and microphone over WHIP, as H.264 and Opus, until disposed.
   * @throws when the ingest refuses
   */
  async publish({ page, url, token, sound = true, udp = true }: CameraOptions): Promise<AsyncDisposable> {
    const context = await this.#browser.newContext();
    try {
      const tab = await context.newPage();
      await tab.goto(page);
      await tab.evaluate(`(${PUBLISH})(${JSON.stringify({ url, token, sound, udp })})`);
    } catch (error) {
      await context.close();
      throw error;
    }
    return { [Symbol.asyncDispose]: () => context.close() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}
