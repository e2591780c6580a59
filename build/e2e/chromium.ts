import { onPath } from '../kit/tools.ts';

const executablePath = process.env.CHROMIUM_BIN ?? onPath('chromium') ?? onPath('google-chrome');

/** How tests start the system's Chromium: with a simulated camera and microphone, and without traffic of its own. */
export const CHROMIUM = {
  ...(executablePath === undefined ? {} : { executablePath }),
  args: [
    '--no-sandbox',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
