import { describe, expect, it } from 'vitest';
import { missingPackages } from './apt.mjs';
import { newestFirst } from './chromium.mjs';
import { chooseCommand, commandList } from './commands.mjs';
import { decideInstall } from './install.mjs';
import { isAbandoned } from './lock.mjs';
import { failureHolds, isRecentMediamtx } from './mediamtx.mjs';
import { isRecentGo } from './mediamtx-go.mjs';
import { archiveName, checksumOf } from './mediamtx-release.mjs';
import { cacheFolder } from './places.mjs';

const locked = {
  '': {},
  'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
  'node_modules/mac-only': { version: '1.0.0', optional: true },
  'node_modules/@neustream/shared': { link: true },
  shared: { version: '0.1.0' },
};
const noted = {
  'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
  shared: { version: '0.1.0' },
};
const facts = { nodeThere: true, stamp: undefined, wanted: 'h', locked, noted };

describe('whether to install packages', () => {
  it('does nothing when the last install was for this lockfile', () => {
    expect(decideInstall({ ...facts, stamp: 'h', noted: undefined })).toBe('ready');
  });

  it('accepts what somebody installed with npm by hand', () => {
    expect(decideInstall(facts)).toBe('adopt');
  });

  it('installs when there is nothing, or an install was cut short before npm noted it down', () => {
    expect(decideInstall({ ...facts, nodeThere: false })).toBe('install');
    expect(decideInstall({ ...facts, noted: undefined })).toBe('install');
  });

  it('installs when the lockfile moved on', () => {
    const moved = { ...locked, 'node_modules/zod': { version: '4.6.8', integrity: 'sha512-b' } };
    expect(decideInstall({ ...facts, stamp: 'old', locked: moved })).toBe('install');
    expect(
      decideInstall({
        ...facts,
        stamp: 'old',
        locked: { ...locked, 'node_modules/new': { version: '1.0.0' } },
      }),
    ).toBe('install');
  });

  it('installs when a package is there that the lockfile no longer names', () => {
    expect(decideInstall({ ...facts, noted: { ...noted, 'node_modules/gone': { version: '1.0.0' } } })).toBe(
      'install',
    );
  });
});

describe('a lock left behind', () => {
  it('is taken over when all its processes of this machine are dead', () => {
    expect(isAbandoned({ sameHost: true, anyProcessAlive: false, silentForMs: 0 })).toBe(true);
    expect(isAbandoned({ sameHost: true, anyProcessAlive: true, silentForMs: 3_600_000 })).toBe(false);
  });

  it('of another machine is taken over only after a minute of silence', () => {
    expect(isAbandoned({ sameHost: false, anyProcessAlive: false, silentForMs: 59_000 })).toBe(false);
    expect(isAbandoned({ sameHost: false, anyProcessAlive: false, silentForMs: 60_000 })).toBe(true);
  });
});

describe('MediaMTX', () => {
  it('is used from 1.20 on', () => {
    expect(['v1.20.1', 'v1.21.0', '2.0.0'].map(isRecentMediamtx)).toEqual([true, true, true]);
    expect(['v1.19.9', 'v0.23.0', '', undefined].map(isRecentMediamtx)).toEqual([false, false, false, false]);
  });

  it('is not tried again for a day after it could not be had, unless asked or something changed', () => {
    const failure = { at: 1_000, facts: 'f', reasons: ['no network'] };
    const now = 1_000 + 3_600_000;
    expect(failureHolds({ failure, facts: 'f', now, retry: false })).toBe(true);
    expect(failureHolds({ failure, facts: 'f', now, retry: true })).toBe(false);
    expect(failureHolds({ failure, facts: 'Go installed since', now, retry: false })).toBe(false);
    expect(failureHolds({ failure, facts: 'f', now: 1_000 + 86_400_000, retry: false })).toBe(false);
    expect(failureHolds({ failure, facts: 'f', now: 0, retry: false })).toBe(false);
    expect(failureHolds({ failure: undefined, facts: 'f', now, retry: false })).toBe(false);
  });

  it('is built only by a Go that can', () => {
    expect(['go1.26.8', 'go1.27', 'go2.0'].map(isRecentGo)).toEqual([true, true, true]);
    expect(['go1.25.9', 'devel', ''].map(isRecentGo)).toEqual([false, false, false]);
  });

  it('has its archive and checksum found by platform', () => {
    const name = archiveName({ version: '1.20.1', platform: 'darwin', arch: 'arm64' });
    expect(name).toBe('mediamtx_v1.20.1_darwin_arm64.tar.gz');
    expect(archiveName({ version: '1.20.1', platform: 'sunos', arch: 'x64' })).toBeUndefined();
    const sum = 'ab'.repeat(32);
    expect(checksumOf(`${'cd'.repeat(32)} *other.zip\n${sum} *${name}\n`, name ?? '')).toBe(sum);
    expect(checksumOf(`${sum}  ${name}\r\n`, name ?? '')).toBe(sum);
    expect(checksumOf('<html>not found</html>', name ?? '')).toBeUndefined();
  });
});

describe('commands', () => {
  it('are found by name, with the arguments of the user behind their own', () => {
    expect(chooseCommand(['dev', '--open'])).toMatchObject({ name: 'dev', args: ['--dev', '--open'] });
    expect(chooseCommand(['toString'])).toBeUndefined();
    expect(chooseCommand([])).toBeUndefined();
    expect(commandList()).toContain('npm run doctor');
  });

  it('prepare nothing but packages for the quick tests', () => {
    expect(chooseCommand(['test', '--quick'])?.command.needs).toEqual([]);
    expect(chooseCommand(['test'])?.command.needs).toContain('chromium');
  });
});

describe('places and packages', () => {
  it('keeps tools in the cache folder of the user', () => {
    const home = '/home/ada';
    expect(cacheFolder({ env: {}, platform: 'linux', home })).toBe('/home/ada/.cache/neustream');
    expect(cacheFolder({ env: { XDG_CACHE_HOME: '/c' }, platform: 'linux', home })).toBe('/c/neustream');
    expect(cacheFolder({ env: {}, platform: 'darwin', home })).toBe('/home/ada/Library/Caches/neustream');
    expect(cacheFolder({ env: { NEUSTREAM_CACHE: '/x' }, platform: 'darwin', home })).toBe('/x');
  });

  it('asks Debian only for what is missing', () => {
    expect(missingPackages({ chromium: true, ffmpeg: true, ffprobe: true })).toEqual([]);
    expect(missingPackages({ chromium: false, ffmpeg: true, ffprobe: false })).toEqual([
      'chromium',
      'ffmpeg',
    ]);
  });

  it('prefers the newest of the Chromium builds of Playwright', () => {
    const names = ['chromium-980', 'firefox-1500', 'chromium-1208', 'chromium_headless_shell-1208'];
    expect(newestFirst(names)).toEqual(['chromium-1208', 'chromium-980']);
  });
});
