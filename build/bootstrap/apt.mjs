import { join } from 'node:path';
import { lastLines, runHelper } from './child.mjs';
import { isFile, onPath } from './files.mjs';
import { withLock } from './lock.mjs';
import { cache } from './places.mjs';
import { step, warn } from './say.mjs';

const UPDATE_MS = 3 * 60_000;
const INSTALL_MS = 15 * 60_000;
/** apt-get handles this signal and ends cleanly; if killed outright, it would leave dpkg half-configured. */
const stopBy = 'SIGINT';

/** Whether this process may install Debian packages. */
export function mayUseApt() {
  return process.getuid?.() === 0 && isFile('/etc/debian_version') && onPath(['apt-get']) !== undefined;
}

/**
 * Which Debian packages the tests are missing. FFmpeg is among them because Debian's supports SRT, which the one in our
 * packages does not.
 * @param {{ chromium: boolean, ffmpeg: boolean, ffprobe: boolean }} there
 */
export function missingPackages({ chromium, ffmpeg, ffprobe }) {
  return [...(chromium ? [] : ['chromium']), ...(ffmpeg && ffprobe ? [] : ['ffmpeg'])];
}

/** Programs that people stream with and to, and the Debian packages that bring them. */
const PEERS = [
  { there: () => onPath(['obs']) !== undefined, packages: ['obs-studio'] },
  { there: () => onPath(['Xvfb']) !== undefined, packages: ['xvfb', 'libgl1-mesa-dri'] },
  {
    there: () => onPath(['gst-launch-1.0']) !== undefined,
    packages: [
      'gstreamer1.0-tools',
      'gstreamer1.0-plugins-base',
      'gstreamer1.0-plugins-good',
      'gstreamer1.0-plugins-bad',
      'gstreamer1.0-plugins-ugly',
    ],
  },
  {
    there: () => isFile('/usr/lib/nginx/modules/ngx_rtmp_module.so'),
    packages: ['nginx-light', 'libnginx-mod-rtmp'],
  },
  { there: () => onPath(['python3']) !== undefined, packages: ['python3-venv'] },
];

/** Which Debian packages the table of encoders and servers is missing. */
export function missingPeerPackages() {
  return PEERS.filter(({ there }) => !there()).flatMap(({ packages }) => packages);
}

/**
 * Installs Debian packages. A failure is printed, not thrown: the caller looks for the programs again anyway.
 * @param {string[]} packages
 */
export async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const flags = ['-q', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'];
  await withLock(join(cache(), 'apt.lock'), 'another command is installing Debian packages', async () => {
    await step(`Installing ${packages.join(' and ')} with apt-get`, async () => {
      const update = await runHelper('apt-get', ['update', '-q'], { env, deadlineMs: UPDATE_MS, stopBy });
      if (!update.ok) warn(`apt-get update failed: ${lastLines(update.stderr, 3)}`);
      const args = ['install', ...flags, ...packages];
      const install = await runHelper('apt-get', args, { env, deadlineMs: INSTALL_MS, stopBy });
      if (!install.ok) warn(`apt-get install failed: ${lastLines(install.stderr, 5)}`);
    });
  });
}
