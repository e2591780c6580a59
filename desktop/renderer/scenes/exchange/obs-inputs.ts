import { DEFAULT_SOUND, type SoundSettings, type StudioInput } from '@neustream/shared/studio/inputs.ts';
import type { ObsSource } from './obs-file.ts';
import type { Size } from './obs-place.ts';

/** Why something of another program's scenes was not taken, or not whole. */
export const LEFT_REASONS = [
  /** We have nothing of that kind. */
  'kind',
  /** A file on the disk, which pages cannot open by themselves: it has to be chosen again. */
  'file',
  /** The sound of the whole computer: browsers give it only with a shared screen. */
  'system-sound',
  /** A scene within a scene. */
  'nested',
  /** Only the desktop app shows web pages. */
  'browser',
  /** A mirrored picture. */
  'flipped',
] as const;
export type LeftReason = (typeof LEFT_REASONS)[number];

/** Kinds of OBS sources, without their version, on Windows, macOS and Linux. */
const CAMERAS = ['dshow_input', 'av_capture_input', 'macos-avcapture', 'v4l2_input', 'decklink-input'];
const SCREENS = [
  ...['monitor_capture', 'window_capture', 'game_capture', 'display_capture', 'screen_capture'],
  ...['xshm_input', 'xcomposite_input', 'pipewire-desktop-capture-source'],
  ...['pipewire-window-capture-source', 'pipewire-screen-capture-source'],
];
const MICROPHONES = [
  ...['wasapi_input_capture', 'coreaudio_input_capture', 'pulse_input_capture', 'alsa_input_capture'],
];
const SYSTEM_SOUNDS = ['wasapi_output_capture', 'coreaudio_output_capture', 'pulse_output_capture'];
const FILMS = ['ffmpeg_source', 'vlc_source'];
const TEXTS = ['text_gdiplus', 'text_ft2_source'];

export interface TakenSource {
  input: StudioInput | null;
  /** How large it is, as far as OBS says; else as large as such things are. */
  size: Size;
  left: LeftReason | null;
}

/** What a source of OBS is for us. */
export function inputOf(source: ObsSource, id: string, canvas: Size): TakenSource {
  const kind = source.id.replace(/_v\d+$/, '');
  const { settings } = source;
  const common = { id, name: source.name.slice(0, 200) };
  const sound = soundOf(source);
  const whole = { size: canvas, left: null };
  if (CAMERAS.includes(kind)) {
    return { ...whole, input: { kind: 'camera', ...common, deviceId: '', mirrored: false } };
  }
  if (SCREENS.includes(kind))
    return { ...whole, input: { kind: 'screen', ...common, withSound: true, sound } };
  if (MICROPHONES.includes(kind)) {
    return { ...whole, input: { kind: 'microphone', ...common, deviceId: '', sound } };
  }
  if (SYSTEM_SOUNDS.includes(kind)) return { size: canvas, input: null, left: 'system-sound' };
  if (kind === 'image_source' || kind === 'slideshow') {
    return { size: canvas, input: { kind: 'image', ...common, asset: null }, left: 'file' };
  }
  if (FILMS.includes(kind)) {
    const loop = settings.looping === true;
    return { size: canvas, input: { kind: 'media', ...common, asset: null, loop, sound }, left: 'file' };
  }
  if (kind === 'browser_source') {
    const size = { width: numberOf(settings.width, 800), height: numberOf(settings.height, 600) };
    const url = textOf(settings.url).slice(0, 2000);
    return { size, input: { kind: 'browser', ...common, url }, left: 'browser' };
  }
  if (kind === 'color_source') {
    const size = {
      width: numberOf(settings.width, canvas.width),
      height: numberOf(settings.height, canvas.height),
    };
    return {
      size,
      input: { kind: 'colour', ...common, colour: colourOf(settings.color, '#d1d1d1') },
      left: null,
    };
  }
  if (TEXTS.includes(kind)) return textInput(settings, common);
  return { size: canvas, input: null, left: kind === 'scene' ? 'nested' : 'kind' };
}

function textInput(settings: ObsSource['settings'], common: { id: string; name: string }): TakenSource {
  const font = settings.font;
  const { face, size } =
    typeof font === 'object' && font !== null
      ? (font as Record<string, unknown>)
      : ({} as Record<string, unknown>);
  const text = textOf(settings.text).slice(0, 5000);
  const height = Math.max(4, Math.min(1000, numberOf(size, 72)));
  const align = settings.align === 'center' || settings.align === 'right' ? settings.align : 'left';
  const lines = text.split('\n');
  const longest = Math.max(1, ...lines.map((line) => line.length));
  return {
    input: {
      kind: 'text',
      ...common,
      text,
      font: textOf(face).slice(0, 200) || 'Inter Variable',
      size: height,
      weight: 400,
      align,
      colour: colourOf(settings.color ?? settings.color1, '#ffffff'),
      background: null,
    },
    // OBS measures it when it draws it: about half as wide as high, letter by letter.
    size: { width: longest * height * 0.55, height: lines.length * height * 1.2 },
    left: null,
  };
}

function soundOf({ volume, muted, sync, balance, filters }: ObsSource): SoundSettings {
  const active = filters.filter(({ enabled }) => enabled);
  const find = (name: string) => active.find(({ id }) => id.replace(/_v\d+$/, '') === name)?.settings;
  const [gate, compressor] = [find('noise_gate_filter'), find('compressor_filter')];
  return {
    ...DEFAULT_SOUND,
    gainDb: Math.max(-60, Math.min(20, volume > 0 ? 20 * Math.log10(volume) : -60)),
    muted,
    pan: Math.max(-1, Math.min(1, balance * 2 - 1)),
    delayMs: Math.max(0, Math.min(2000, Math.round(sync / 1_000_000))),
    suppression: find('noise_suppress_filter') === undefined ? 'off' : 'rnnoise',
    echoCancellation: false,
    autoGain: false,
    gate:
      gate === undefined
        ? DEFAULT_SOUND.gate
        : { on: true, thresholdDb: bounded(numberOf(gate.open_threshold, -26), -90, 0) },
    compressor:
      compressor === undefined
        ? DEFAULT_SOUND.compressor
        : {
            on: true,
            thresholdDb: bounded(numberOf(compressor.threshold, -18), -60, 0),
            ratio: bounded(numberOf(compressor.ratio, 10), 1, 20),
          },
  };
}

/** OBS keeps colours as numbers: alpha, blue, green, red from the highest byte down. */
function colourOf(value: unknown, otherwise: string): string {
  if (typeof value !== 'number') return otherwise;
  const byte = (shift: number) => ((value >>> shift) & 0xff).toString(16).padStart(2, '0');
  const alpha = byte(24);
  return `#${byte(0)}${byte(8)}${byte(16)}${alpha === 'ff' ? '' : alpha}`;
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function bounded(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
