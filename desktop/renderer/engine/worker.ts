import { Composer } from './compose/composer.ts';
import { openFrames } from './compose/input.ts';
import { Outputs } from './outputs.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

const STATS_EVERY_MS = 1000;

const tell = (message: FromWorker) => self.postMessage(message);
const composer = new Composer(tell);
const outputs = new Outputs(composer, tell);

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'close') {
    void outputs.close().then(() => self.close());
    return;
  }
  try {
    if (!composer.handle(data)) outputs.handle(data);
  } catch (error) {
    tell({ type: 'broken', where: data.type, message: String(error) });
  }
});
self.addEventListener('unhandledrejection', ({ reason }) => {
  tell({ type: 'broken', where: 'worker', message: String(reason) });
});

setInterval(() => {
  tell({
    type: 'stats',
    canvases: composer.stats(),
    openFrames: openFrames.count,
    inputs: composer.inputs(),
  });
}, STATS_EVERY_MS);
