import { Obs, obsMissing } from '../kit/encoders/obs.ts';
import { OBS_PICTURE } from '../kit/encoders/obs-settings.ts';
import type { OpenEncoder, PeerEncoder } from './encoder.ts';

/** The real OBS, with the settings that it is installed with: a key frame each 250 frames. */
export const OBS: PeerEncoder = {
  name: 'OBS',
  missing: obsMissing(),
  codecs: ['avc1', 'mp4a'],
  width: OBS_PICTURE.width,
  height: OBS_PICTURE.height,
  complaint: /signature does not match|Disconnected from|dropped frames due to/,
  // Its recording of what it sends begins with its second key frame.
  firstPictures: 350,
  async open(folder) {
    return new OpenObs(await Obs.start(folder));
  },
};

class OpenObs implements OpenEncoder {
  readonly #obs: Obs;
  #runs = true;
  #recording = false;

  constructor(obs: Obs) {
    this.#obs = obs;
  }

  async start(service: { server: string; key: string }): Promise<void> {
    if (!this.#runs) await this.#obs.launch();
    this.#runs = true;
    await this.#obs.startStreaming(service);
    if (!this.#recording) await this.#obs.startRecording();
    this.#recording = true;
  }

  stop(): Promise<void> {
    return this.#obs.stopStreaming();
  }

  async kill(): Promise<void> {
    this.#runs = false;
    await this.#obs.kill();
  }

  sent(): Promise<string> {
    return this.#obs.stopRecording();
  }

  log(): string {
    return this.#obs.log();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#obs[Symbol.asyncDispose]();
  }
}
