import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from '@playwright/test';
import { CHROMIUM } from '../../e2e/chromium.ts';
import { browserCpuMs, DEVICES } from './studio.ts';

/** What most pages do: frames are drawn on a canvas of the page, which is encoded. Same scene, size, rate and encoder. */
const PAGE = `<!doctype html><title>Plain</title><canvas id="seen" width="1920" height="1080"></canvas><script>
const RATE = 60;
const canvas = document.getElementById('seen');
const context = canvas.getContext('2d', { alpha: false });
const text = (words) => {
  const made = new OffscreenCanvas(900, 100);
  const pen = made.getContext('2d');
  pen.font = '600 72px sans-serif';
  pen.fillStyle = 'white';
  pen.fillText(words, 10, 75);
  return made;
};
window.begin = async () => {
  const camera = await navigator.mediaDevices.getUserMedia({ video: { width: 1920, height: 1080, frameRate: RATE } });
  const screen = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: 30 } });
  const latest = [null, null];
  [screen, camera].forEach(async (stream, index) => {
    const reader = new MediaStreamTrackProcessor({ track: stream.getVideoTracks()[0] }).readable.getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      latest[index]?.close();
      latest[index] = value;
    }
  });
  const words = [text('Live from the bench'), text('A second line of text')];
  window.encoded = 0;
  const encoder = new VideoEncoder({ output: () => { window.encoded += 1; }, error: console.error });
  encoder.configure({ codec: 'avc1.4D002A', width: 1920, height: 1080, bitrate: 6e6, framerate: RATE,
    bitrateMode: 'constant', latencyMode: 'realtime', avc: { format: 'avc' } });
  let count = 0;
  setInterval(() => {
    if (latest[0] === null || latest[1] === null || encoder.encodeQueueSize > 1) return;
    context.drawImage(latest[0], 0, 0, 1920, 1080);
    context.drawImage(latest[1], 1370, 760, 518, 288);
    words.forEach((made, index) => context.drawImage(made, 500, 440 + index * 110));
    const frame = new VideoFrame(canvas, { timestamp: performance.now() * 1000 });
    encoder.encode(frame, { keyFrame: count % (2 * RATE) === 0 });
    count += 1;
    frame.close();
  }, 1000 / RATE);
};
</script>`;

/** The 1080p60 scene by plain `drawImage(frame)`: what a second costs, in percent of a core, and how many frames it makes. */
export async function measurePlain(ms: number): Promise<{ cost: number; frames: number }> {
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(PAGE));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const browser: Browser = await chromium.launch({ ...CHROMIUM, args: [...CHROMIUM.args, DEVICES] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.evaluate('window.begin()');
    await page.waitForFunction('window.encoded > 60');
    const encoded = () => page.evaluate<number>('window.encoded');
    const [framesBefore, cpuBefore, at] = [await encoded(), browserCpuMs(), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, ms));
    const seconds = (performance.now() - at) / 1000;
    return {
      cost: (browserCpuMs() - cpuBefore) / seconds / 10,
      frames: ((await encoded()) - framesBefore) / seconds,
    };
  } finally {
    await browser.close();
    server.close();
  }
}
