import { sceneCollection } from '@neustream/shared/studio/scenes.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportScenes, readSceneFile } from './scene-file.ts';

const item = (name: string, change: object = {}) => ({
  name,
  visible: true,
  locked: false,
  rot: 0,
  pos: { x: 0, y: 0 },
  scale: { x: 1, y: 1 },
  align: 5,
  bounds_type: 0,
  bounds_align: 0,
  bounds: { x: 0, y: 0 },
  crop_left: 0,
  crop_top: 0,
  crop_right: 0,
  crop_bottom: 0,
  id: 1,
  group_item_backup: false,
  ...change,
});
const source = (id: string, name: string, settings: object = {}, change: object = {}) => ({
  prev_ver: 503447552,
  name,
  uuid: `uuid of ${name}`,
  id,
  versioned_id: id,
  settings,
  mixers: 255,
  sync: 0,
  flags: 0,
  volume: 1,
  balance: 0.5,
  enabled: true,
  muted: false,
  hotkeys: {},
  private_settings: {},
  filters: [],
  ...change,
});
const scene = (name: string, items: object[]) =>
  source('scene', name, { id_counter: 9, custom_size: false, items });

/** In the form of a collection that OBS 30 writes on Linux. */
const FILE = {
  name: 'My show',
  current_scene: 'Talk',
  current_program_scene: 'Talk',
  current_transition: 'Fade',
  transition_duration: 450,
  scene_order: [{ name: 'Game' }, { name: 'Talk' }],
  AuxAudioDevice1: { ...source('pulse_input_capture', 'Mic/Aux'), volume: 0.5, muted: true },
  DesktopAudioDevice1: source('pulse_output_capture', 'Desktop Audio'),
  sources: [
    scene('Talk', [
      item('Backdrop'),
      item('Webcam', { pos: { x: 1920, y: 1080 }, align: 10, scale: { x: 0.25, y: 0.25 }, crop_left: 480 }),
      item('Title', { pos: { x: 100, y: 900 }, rot: 90, locked: true }),
      item('Corner'),
      item('Alerts', { visible: false }),
    ]),
    scene('Game', [
      item('Screen', { bounds_type: 2, bounds: { x: 1920, y: 1080 } }),
      item('Logo', { bounds_type: 3, bounds: { x: 200, y: 200 }, pos: { x: 960, y: 540 }, align: 0 }),
      item('Talk'),
      item('Plugin thing'),
    ]),
    source('v4l2_input', 'Webcam'),
    source('color_source_v3', 'Backdrop', { color: 0xff112233, width: 1920, height: 1080 }),
    source('text_ft2_source_v2', 'Title', {
      text: 'Hello\nworld',
      color1: 0xff00ff00,
      font: { face: 'Sans', size: 64 },
    }),
    source('pipewire-desktop-capture-source', 'Screen'),
    source('image_source', 'Logo', { file: '/home/me/logo.png' }),
    source('browser_source', 'Alerts', { url: 'https://alerts.example/1', width: 800, height: 600 }),
    source('some_plugin', 'Plugin thing'),
    source('v4l2_input', 'Side camera', {}, { filters: [] }),
  ],
  groups: [
    source('group', 'Corner', {
      items: [item('Side camera', { pos: { x: 10, y: 20 }, scale: { x: 0.5, y: 0.5 } })],
    }),
  ],
};

function imported() {
  const read = readSceneFile(JSON.stringify(FILE));
  if (read === null) throw new Error('It was not read.');
  const { collection, left } = read;
  const idOf = (name: string) => collection.inputs.find((input) => input.name === name)?.id;
  const layer = (sceneName: string, name: string) =>
    collection.scenes
      .find((one) => one.name === sceneName)
      ?.landscape.find(({ inputId }) => inputId === idOf(name));
  return { collection, left, layer };
}

describe('a scene collection of OBS', () => {
  it('becomes scenes in its order, which can be stored', () => {
    const { collection } = imported();
    expect(sceneCollection.parse(collection)).toEqual(collection);
    expect(collection.scenes.map(({ name }) => name)).toEqual(['Game', 'Talk']);
    expect(collection.transition).toMatchObject({ kind: 'fade', durationMs: 450 });
  });

  it('has its items where they were', () => {
    const { layer } = imported();
    // Aligned right and bottom (2 + 8), a quarter as large, a quarter of its width cut.
    expect(layer('Talk', 'Webcam')).toMatchObject({
      x: 1560,
      y: 810,
      width: 360,
      height: 270,
      crop: { left: 0.25 },
    });
    expect(layer('Game', 'Screen')).toMatchObject({ x: 0, y: 0, width: 1920, height: 1080, fit: 'contain' });
    expect(layer('Game', 'Logo')).toMatchObject({ x: 860, y: 440, width: 200, fit: 'cover' });
    expect(layer('Talk', 'Title')).toMatchObject({ rotation: 90, locked: true });
    expect(layer('Talk', 'Alerts')).toMatchObject({ hidden: true });
    const member = layer('Talk', 'Side camera');
    expect(member).toMatchObject({ x: 10, y: 20, width: 960, height: 540 });
    expect(member?.group).not.toBeNull();
  });

  it('keeps colours, words and sounds', () => {
    const { inputs } = imported().collection;
    expect(inputs).toContainEqual(expect.objectContaining({ kind: 'colour', colour: '#332211' }));
    expect(inputs).toContainEqual(
      expect.objectContaining({ kind: 'text', text: 'Hello\nworld', size: 64, colour: '#00ff00' }),
    );
    const microphone = inputs.find(({ kind }) => kind === 'microphone');
    expect(microphone).toMatchObject({ name: 'Mic/Aux', sound: { muted: true, suppression: 'off' } });
    expect(microphone !== undefined && 'sound' in microphone ? microphone.sound.gainDb : 0).toBeCloseTo(
      -6,
      0,
    );
  });

  it('says what was not taken, and why', () => {
    expect(imported().left).toEqual(
      expect.arrayContaining([
        { name: 'Logo', reason: 'file' },
        { name: 'Alerts', reason: 'browser' },
        { name: 'Plugin thing', reason: 'kind' },
        { name: 'Talk', reason: 'nested' },
        { name: 'Desktop Audio', reason: 'system-sound' },
      ]),
    );
  });

  it('of any content is either read or refused, and what is read can be stored', () => {
    const anything = fc.anything({ withNullPrototype: false, maxDepth: 3 });
    const odd = fc.record(
      {
        pos: anything,
        scale: anything,
        rot: anything,
        bounds: anything,
        crop_left: anything,
        align: anything,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        odd,
        fc.constantFrom('v4l2_input', 'color_source_v3', 'text_gdiplus_v2', 'scene', 'x'),
        anything,
        (change, kind, settings) => {
          const file = { sources: [scene('S', [item('A', change)]), source(kind, 'A', Object(settings))] };
          let text: string;
          try {
            text = JSON.stringify(file);
          } catch {
            return;
          }
          const read = readSceneFile(text);
          if (read !== null) expect(() => sceneCollection.parse(read.collection)).not.toThrow();
        },
      ),
    );
  });
});

it('our own file comes back as it was', async () => {
  const { collection } = imported();
  expect(readSceneFile(await exportScenes(collection).text())).toEqual({ collection, left: [] });
});

it.each(['', 'not json', '[]', '{}', '{"sources":3}'])('%j is no scene file', (text) => {
  expect(readSceneFile(text)).toBeNull();
});
