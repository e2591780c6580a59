import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ffmpegBin } from '../../kit/tools.ts';

const run = promisify(execFile);

/** Makes a file of a simulated source of FFmpeg's. */
async function make(file: string, source: string, args: readonly string[]): Promise<string> {
  await run(ffmpegBin(), ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...args, file]);
  return file;
}

/** SMPTE bars (EG 1-1990) as a camera's film: seven bars of 75 % over the upper two thirds. */
export function barsFilm(folder: string): Promise<string> {
  return make(join(folder, 'bars.y4m'), 'smptebars=size=1280x720:rate=30', ['-frames:v', '8']);
}

/** A tone as a microphone's sound. @param peakDb its peak in dBFS */
export function toneFile(
  folder: string,
  tone: { hertz: number; peakDb: number; rate: number },
): Promise<string> {
  const { hertz, peakDb, rate } = tone;
  const wave = `aevalsrc=${10 ** (peakDb / 20)}*sin(2*PI*${hertz}*t):s=${rate}:d=4`;
  return make(join(folder, 'tone.wav'), wave, ['-c:a', 'pcm_s16le']);
}

/** A fan as a microphone hears it: low noise without end. */
export function fanFile(folder: string): Promise<string> {
  const fan = 'anoisesrc=color=brown:amplitude=0.25:sample_rate=48000:duration=12:seed=7';
  return make(join(folder, 'fan.wav'), fan, ['-af', 'highpass=f=60,volume=-3dB', '-c:a', 'pcm_s16le']);
}

/** A picture of two halves: red left, green right. */
export function halvesPicture(folder: string): Promise<string> {
  const halves = 'color=red:size=100x200[left];color=lime:size=100x200[right];[left][right]hstack';
  return make(join(folder, 'halves.png'), halves, ['-frames:v', '1']);
}

/** The title of the page below, by which the browser shares it. */
export const FLASHING = 'Flashes and beeps';

/** A page that flashes white and beeps at the same time, once a second, for 200 ms. */
export const FLASHING_PAGE = `<!doctype html><title>${FLASHING}</title><body style="margin:0;background:black"><script>
  const context = new AudioContext({ sampleRate: 48000 });
  const tone = new OscillatorNode(context, { frequency: 1000 });
  const gain = new GainNode(context, { gain: 0 });
  tone.connect(gain).connect(context.destination);
  tone.start();
  const ORDERED = 600;
  for (let second = 1; second < ORDERED; second += 1) {
    gain.gain.setValueAtTime(0.1, second);
    gain.gain.setValueAtTime(0, second + 0.2);
  }
  const draw = () => {
    const { contextTime, performanceTime } = context.getOutputTimestamp();
    const heard = contextTime + (performance.now() - performanceTime) / 1000;
    document.body.style.background = heard >= 1 && heard % 1 < 0.2 ? 'white' : 'black';
    requestAnimationFrame(draw);
  };
  draw();
</script>`;

/** A film as a camera or an editor makes it: H.264 with B-frames, AAC at 44.1 kHz with a tone of 440 Hz. */
export function clipFilm(folder: string): Promise<string> {
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100:duration=3,volume=4'];
  const codecs = ['-c:v', 'libx264', '-bf', '2', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  return make(join(folder, 'clip.mp4'), 'color=blue:size=854x480:rate=25:duration=3', [...tone, ...codecs]);
}

/** A stinger: nothing, then white over everything, then nothing again, each for 400 ms; VP9 that can be seen through. */
export function stingerFilm(folder: string): Promise<string> {
  const covered =
    "color=white:size=640x360:rate=30:duration=1.2,format=yuva420p,geq=lum='p(X,Y)':a='255*between(T,0.4,0.8)'";
  return make(join(folder, 'stinger.webm'), covered, ['-c:v', 'libvpx-vp9', '-pix_fmt', 'yuva420p']);
}
