import { create } from 'zustand';

export interface Device {
  id: string;
  label: string;
}

interface Devices {
  cameras: readonly Device[];
  microphones: readonly Device[];
}

/** The cameras and microphones of this computer. Their names are known once the person has allowed one of them. */
export const useDevices = create<Devices>()(() => ({ cameras: [], microphones: [] }));

/** Nameless before anything was allowed; Chromium's other names for devices that are listed anyway. */
const NO_DEVICES: readonly string[] = ['', 'default', 'communications'];

/** Looks again, for example once a device was allowed. */
export async function lookForDevices(): Promise<void> {
  const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  const of = (kind: MediaDeviceKind) =>
    devices
      .filter((device) => device.kind === kind && !NO_DEVICES.includes(device.deviceId))
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  useDevices.setState({ cameras: of('videoinput'), microphones: of('audioinput') });
}

/** Calls back when the person allows a camera or microphone that they had denied. Returns what stops that. */
export function followPermissions(onAllowed: () => void): () => void {
  const over = new AbortController();
  for (const name of ['camera', 'microphone'] as const) {
    const follow = async () => {
      const status = await navigator.permissions.query({ name });
      const look = () => status.state === 'granted' && onAllowed();
      status.addEventListener('change', look, { signal: over.signal });
    };
    // Not every browser tells: then there is *Try again*.
    void follow().catch(() => undefined);
  }
  return () => over.abort();
}

/** Follows what is plugged in and out; calls back each time. Returns what stops that. */
export function followDevices(onChange: () => void): () => void {
  const follow = () => void lookForDevices().then(onChange);
  navigator.mediaDevices?.addEventListener('devicechange', follow);
  void lookForDevices();
  return () => navigator.mediaDevices?.removeEventListener('devicechange', follow);
}
