import { DEFAULT_SOUND, type StudioInput } from '@neustream/shared/studio/inputs.ts';
import type { Scene, SceneCollection } from '@neustream/shared/studio/scenes.ts';
import { newId } from './ids.ts';
import { newLayer } from './layers.ts';
import { spotsOf } from './presets.ts';

/** Names of what a new studio begins with, in the person's language. */
export interface StarterNames {
  camera: string;
  microphone: string;
  screen: string;
  camScene: string;
  shareScene: string;
  breakScene: string;
  breakText: string;
}

/** What a new studio begins with: oneself, the screen with oneself in the corner, and a pause. */
export function starterCollection(names: StarterNames): SceneCollection {
  const camera: StudioInput = {
    kind: 'camera',
    id: newId(),
    name: names.camera,
    deviceId: '',
    mirrored: false,
  };
  const microphone: StudioInput = {
    kind: 'microphone',
    id: newId(),
    name: names.microphone,
    deviceId: '',
    sound: DEFAULT_SOUND,
  };
  const screen: StudioInput = {
    kind: 'screen',
    id: newId(),
    name: names.screen,
    withSound: true,
    sound: { ...DEFAULT_SOUND, suppression: 'off', echoCancellation: false, autoGain: false },
  };
  const back: StudioInput = { kind: 'colour', id: newId(), name: names.breakScene, colour: '#15181f' };
  const words: StudioInput = {
    kind: 'text',
    id: newId(),
    name: names.breakText,
    text: names.breakText,
    font: 'Inter Variable',
    size: 110,
    weight: 650,
    align: 'center',
    colour: '#f4f5f7',
    background: null,
  };
  const share = (canvas: 'landscape' | 'portrait') => {
    const [whole, corner] = spotsOf('corner', canvas);
    return [newLayer(screen.id, canvas, { ...whole, fit: 'contain' }), newLayer(camera.id, canvas, corner)];
  };
  const whole = { fit: 'cover' } as const;
  const scenes: Scene[] = [
    {
      id: newId(),
      name: names.camScene,
      landscape: [newLayer(camera.id, 'landscape', whole)],
      portrait: [newLayer(camera.id, 'portrait', whole)],
      keys: null,
    },
    {
      id: newId(),
      name: names.shareScene,
      landscape: share('landscape'),
      portrait: share('portrait'),
      keys: null,
    },
    {
      id: newId(),
      name: names.breakScene,
      landscape: [
        newLayer(back.id, 'landscape', { fit: 'stretch' }),
        newLayer(words.id, 'landscape', { x: 160, y: 400, width: 1600, height: 280 }),
      ],
      portrait: [
        newLayer(back.id, 'portrait', { fit: 'stretch' }),
        newLayer(words.id, 'portrait', { x: 60, y: 820, width: 960, height: 280 }),
      ],
      keys: null,
    },
  ];
  return {
    version: 1,
    inputs: [camera, microphone, screen, back, words],
    scenes,
    transition: { kind: 'fade', durationMs: 300, stinger: null, cutAtMs: 0 },
  };
}
