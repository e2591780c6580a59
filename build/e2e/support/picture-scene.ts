import { DEFAULT_SOUND } from '@neustream/shared/studio/inputs.ts';
import { layer, type SceneCollection } from '@neustream/shared/studio/scenes.ts';

type Colour = readonly [red: number, green: number, blue: number];
type Layer = SceneCollection['scenes'][number]['landscape'][number];

const PLAIN = { ...DEFAULT_SOUND, suppression: 'off', echoCancellation: false, autoGain: false } as const;
/** The two tones. A tenth of a second holds whole waves of both, so that they are told apart. */
export const MICROPHONE = { hertz: 400, peakDb: -20, gainDb: -6 };
export const SHARED = { hertz: 1000, peakDb: -20, gainDb: -4 };
export const SCREEN = { x: 1100, y: 600, width: 640, height: 400 };
/** Everything a browser can show, each turned, cut or rounded in another way, in pixels of 1920 × 1080. */
export const SCENE: SceneCollection = {
  version: 1,
  inputs: [
    { kind: 'colour', id: 'ground', name: 'Ground', colour: '#204080' },
    { kind: 'camera', id: 'camera', name: 'Camera', deviceId: '', mirrored: false },
    { kind: 'image', id: 'image', name: 'Logo', asset: null },
    {
      kind: 'text',
      id: 'text',
      name: 'Title',
      text: 'HHHH',
      font: 'Inter Variable',
      size: 72,
      weight: 700,
      align: 'left',
      colour: '#ffffff',
      background: '#c08020',
    },
    { kind: 'colour', id: 'veil', name: 'Veil', colour: '#ffffff' },
    {
      kind: 'screen',
      id: 'screen',
      name: 'Screen',
      withSound: true,
      sound: { ...PLAIN, gainDb: SHARED.gainDb },
    },
    {
      kind: 'microphone',
      id: 'microphone',
      name: 'Microphone',
      deviceId: '',
      sound: { ...PLAIN, gainDb: MICROPHONE.gainDb },
    },
  ],
  scenes: [
    {
      id: 'all',
      name: 'All',
      landscape: [
        placed('ground', { x: 0, y: 0, width: 1920, height: 1080 }),
        placed('camera', { x: 0, y: 0, width: 960, height: 540 }),
        // Three of the bars, turned so that the left one is above.
        placed('camera', {
          x: 1100,
          y: 60,
          width: 480,
          height: 360,
          rotation: 90,
          crop: { left: 4 / 7, right: 0, top: 0, bottom: 1 / 3 },
        }),
        placed('image', { x: 60, y: 600, width: 400, height: 400, radius: 150 }),
        placed('text', { x: 520, y: 600, width: 420, height: 200 }),
        placed('veil', { x: 520, y: 860, width: 300, height: 150, opacity: 0.5 }),
        placed('screen', SCREEN),
      ],
      portrait: [],
      keys: null,
    },
  ],
  transition: { kind: 'cut', durationMs: 0, stinger: null, cutAtMs: 0 },
};

function placed(inputId: string, at: Partial<Layer> & Pick<Layer, 'x' | 'y' | 'width' | 'height'>): Layer {
  return layer.parse({ id: crypto.randomUUID(), inputId, fit: 'stretch', ...at });
}

/** 75 % bars, from the left. */
const BARS: Colour[] = [
  [191, 191, 191],
  [191, 191, 0],
  [0, 191, 191],
  [0, 191, 0],
  [191, 0, 191],
  [191, 0, 0],
  [0, 0, 191],
];
const [, , , , MAGENTA, RED, BLUE] = BARS as [Colour, Colour, Colour, Colour, Colour, Colour, Colour];
const GROUND: Colour = [0x20, 0x40, 0x80];
/** Where each layer is seen, in pixels of the scene. */
export const SEEN: [what: string, x: number, y: number, colour: Colour][] = [
  ...BARS.map((colour, index): [string, number, number, Colour] => [
    `bar ${index}`,
    (index + 0.5) * (960 / 7),
    200,
    colour,
  ]),
  ['the turned camera, above', 1340, 80, MAGENTA],
  ['the turned camera, in the middle', 1340, 240, RED],
  ['the turned camera, below', 1340, 400, BLUE],
  ['beside the turned camera', 1120, 240, GROUND],
  ['the left half of the image', 160, 800, [255, 0, 0]],
  ['its right half', 360, 800, [0, 255, 0]],
  ['its round corner', 75, 615, GROUND],
  ['the paper of the text', 528, 608, [0xc0, 0x80, 0x20]],
  ['what shines through', 670, 935, [0x90, 0xa0, 0xc0]],
  ['the ground', 1010, 1050, GROUND],
];
