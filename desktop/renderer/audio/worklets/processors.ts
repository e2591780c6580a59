import { Limiter } from './limiter.ts';
import { LoudnessMeter } from './loudness.ts';

/** What an audio worklet's scope offers (Web Audio API, section 1.32), as far as we use it. */
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** So many blocks of 128 samples between two looks: about fifteen a second. */
const LOOK_EVERY = 25;

class MeterProcessor extends AudioWorkletProcessor {
  readonly #meter = new LoudnessMeter(sampleRate);
  #blocks = 0;
  #over = false;

  constructor() {
    super();
    // Disconnecting is not enough: as long as it says that it has work, it is called.
    this.port.onmessage = () => {
      this.#over = true;
    };
  }

  process([input = []]: Float32Array[][]): boolean {
    // Nothing connected is silence, which lowers the loudness too.
    this.#meter.take(input.length > 0 ? input : [new Float32Array(128)]);
    this.#blocks += 1;
    if (this.#blocks % LOOK_EVERY === 0) this.port.postMessage(this.#meter.look());
    return !this.#over;
  }
}

class LimiterProcessor extends AudioWorkletProcessor {
  readonly #limiter = new Limiter(sampleRate);

  process([input = []]: Float32Array[][], [output = []]: Float32Array[][]): boolean {
    this.#limiter.process(input, output);
    return true;
  }
}

registerProcessor('neustream-meter', MeterProcessor);
registerProcessor('neustream-limiter', LimiterProcessor);
