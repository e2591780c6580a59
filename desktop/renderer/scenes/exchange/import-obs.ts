import type { StudioInput } from '@neustream/shared/studio/inputs.ts';
import { CANVASES, type Layer, type Scene, type SceneCollection } from '@neustream/shared/studio/scenes.ts';
import { newId } from '../model/ids.ts';
import { newLayer, withoutUnused } from '../model/layers.ts';
import { arrange } from '../model/presets.ts';
import { itemsOf, type ObsFile, type ObsItem, type ObsSource } from './obs-file.ts';
import { inputOf, type LeftReason, type TakenSource } from './obs-inputs.ts';
import { placeOf, type Size } from './obs-place.ts';

export interface Imported {
  collection: SceneCollection;
  /** What was not taken, or not whole. */
  left: { name: string; reason: LeftReason }[];
}

const MOST_FADE_MS = 10_000;
/** Sounds that OBS keeps outside of scenes. */
const GLOBAL_SOUNDS = /^(DesktopAudioDevice|AuxAudioDevice)\d$/;

/** Takes over what we know of a scene collection of OBS Studio. */
export function importObs(file: ObsFile): Imported {
  const canvas: Size =
    file.resolution === undefined || file.resolution.x < 1
      ? CANVASES.landscape
      : { width: file.resolution.x, height: file.resolution.y };
  return new ObsImport(file, canvas).run();
}

class ObsImport {
  readonly #file: ObsFile;
  readonly #canvas: Size;
  readonly #inputs: StudioInput[] = [];
  readonly #taken = new Map<string, TakenSource>();
  readonly #left = new Map<string, { name: string; reason: LeftReason }>();

  constructor(file: ObsFile, canvas: Size) {
    this.#file = file;
    this.#canvas = canvas;
  }

  run(): Imported {
    const { sources, scene_order, current_transition, transition_duration } = this.#file;
    const all = sources.filter(({ id }) => id === 'scene');
    const rank = (name: string) => {
      const at = scene_order.findIndex((one) => one.name === name);
      return at < 0 ? scene_order.length : at;
    };
    const scenes = all
      .toSorted((one, other) => rank(one.name) - rank(other.name))
      .map((source, index) => this.#scene(source, index));
    for (const [key, value] of Object.entries(this.#file)) {
      if (GLOBAL_SOUNDS.test(key)) this.#global(value);
    }
    const isCut = /^cut$/i.test(current_transition);
    const collection: SceneCollection = {
      version: 1,
      inputs: this.#inputs,
      scenes:
        scenes.length > 0 ? scenes : [{ id: newId(), name: 'OBS', landscape: [], portrait: [], keys: null }],
      transition: {
        kind: isCut ? 'cut' : 'fade',
        durationMs: Math.max(0, Math.min(MOST_FADE_MS, Math.round(transition_duration))),
        stinger: null,
        cutAtMs: 0,
      },
    };
    return { collection: withoutUnused(collection), left: [...this.#left.values()] };
  }

  #scene(source: ObsSource, index: number): Scene {
    const landscape = this.#layers(itemsOf(source));
    return {
      id: newId(),
      name: source.name.slice(0, 200),
      landscape,
      portrait: upright(landscape, this.#inputs),
      keys: index < 9 ? String(index + 1) : null,
    };
  }

  #layers(items: readonly ObsItem[]): Layer[] {
    return items.flatMap((item) => {
      const group = this.#file.groups.find(({ name }) => name === item.name);
      if (group !== undefined) return this.#group(item, group);
      const layer = this.#layer(item);
      return layer === null ? [] : [layer];
    });
  }

  /** Its members become layers that move together. */
  #group(item: ObsItem, group: ObsSource): Layer[] {
    const id = newId();
    const members = itemsOf(group).map((member) => ({
      ...member,
      visible: member.visible && item.visible,
      locked: member.locked || item.locked,
      pos: { x: item.pos.x + member.pos.x * item.scale.x, y: item.pos.y + member.pos.y * item.scale.y },
      scale: { x: member.scale.x * item.scale.x, y: member.scale.y * item.scale.y },
      bounds: { x: member.bounds.x * item.scale.x, y: member.bounds.y * item.scale.y },
    }));
    return this.#layers(members).map((layer) => ({ ...layer, group: id }));
  }

  #layer(item: ObsItem): Layer | null {
    const taken = this.#take(item.name);
    if (taken?.input == null) return null;
    // Heard, and seen nowhere.
    if (taken.input.kind === 'microphone') return null;
    if (item.scale.x < 0 || item.scale.y < 0) this.#note(item.name, 'flipped');
    const scale = {
      x: CANVASES.landscape.width / this.#canvas.width,
      y: CANVASES.landscape.height / this.#canvas.height,
    };
    const placed = placeOf(item, taken.size);
    return newLayer(taken.input.id, 'landscape', {
      ...placed,
      x: within(placed.x * scale.x),
      y: within(placed.y * scale.y),
      width: Math.min(20_000, Math.max(1, placed.width * scale.x)),
      height: Math.min(20_000, Math.max(1, placed.height * scale.y)),
      hidden: !item.visible,
      locked: item.locked,
    });
  }

  #take(name: string): TakenSource | null {
    const known = this.#taken.get(name);
    if (known !== undefined) return known;
    const source = this.#file.sources.find((one) => one.name === name);
    if (source === undefined) return null;
    const taken = inputOf(source, newId(), this.#canvas);
    this.#taken.set(name, taken);
    if (taken.input !== null) this.#inputs.push(taken.input);
    if (taken.left !== null) this.#note(name, taken.left);
    return taken;
  }

  #global(value: unknown): void {
    if (typeof value !== 'object' || value === null || !('name' in value) || !('id' in value)) return;
    const { name, id, volume, muted } = value as Record<string, unknown>;
    if (typeof name !== 'string' || typeof id !== 'string' || this.#taken.has(name)) return;
    const source: ObsSource = {
      id,
      name,
      settings: {},
      volume: typeof volume === 'number' ? volume : 1,
      muted: muted === true,
      sync: 0,
      balance: 0.5,
      filters: [],
    };
    const taken = inputOf(source, newId(), this.#canvas);
    this.#taken.set(name, taken);
    if (taken.input !== null) this.#inputs.push(taken.input);
    if (taken.left !== null) this.#note(name, taken.left);
  }

  #note(name: string, reason: LeftReason): void {
    this.#left.set(`${name} ${reason}`, { name, reason });
  }
}

/** OBS has no upright picture: cameras and screens, one above the other. */
function upright(layers: readonly Layer[], inputs: readonly StudioInput[]): Layer[] {
  const moving = layers.filter(({ inputId, hidden }) => {
    const kind = inputs.find(({ id }) => id === inputId)?.kind;
    return !hidden && (kind === 'camera' || kind === 'screen');
  });
  const copies = moving.slice(-2).map(({ inputId }) => newLayer(inputId, 'portrait'));
  return arrange(copies, copies.length === 2 ? 'stacked' : 'full', 'portrait');
}

function within(place: number): number {
  return Math.max(-20_000, Math.min(20_000, place));
}
