import { Limiter } from './limiter.ts';
import { LoudnessMeter } from './loudness.ts';
import { SoundQueue } from './sound-queue.ts';

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

/** Plays what comes through a port that it is handed, such as the sound of a film from the media worker. */
class PlayerProcessor extends AudioWorkletProcessor {
  readonly #queue = new SoundQueue();
  #source: MessagePort | null = null;
  #blocks = 0;
  #over = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<MessagePort | 'end'>) => {
      if (data === 'end') {
        this.#over = true;
        this.#source?.close();
        return;
      }
      this.#source = data;
      data.onmessage = ({ data: piece }: MessageEvent<'clear' | Parameters<SoundQueue['put']>[0]>) => {
        if (piece === 'clear') this.#queue.clear();
        else this.#queue.put(piece);
      };
    };
  }

  process(_: Float32Array[][], [output = []]: Float32Array[][]): boolean {
    const [left, right] = output;
    if (left !== undefined && right !== undefined) this.#queue.take(left, right);
    this.#blocks += 1;
    if (this.#blocks % LOOK_EVERY === 0) this.#source?.postMessage({ played: this.#queue.played });
    return !this.#over;
  }
}

registerProcessor('neustream-player', PlayerProcessor);
registerProcessor('neustream-meter', MeterProcessor);
registerProcessor('neustream-limiter', LimiterProcessor);
