import { z } from 'zod';
import { text } from '../kernel/bounds.ts';
import { asset, inputId, studioInput } from './inputs.ts';

/** The two pictures that a studio makes of the same inputs; the sizes are the units in which layers are placed. */
export const CANVASES = {
  landscape: { width: 1920, height: 1080 },
  portrait: { width: 1080, height: 1920 },
} as const;
export const CANVAS_NAMES = ['landscape', 'portrait'] as const;
export type CanvasName = (typeof CANVAS_NAMES)[number];

const MOST_LAYERS = 200;
const MOST_SCENES = 200;
const MOST_INPUTS = 300;

const id = text(64).min(1);
/** Generous: layers may lie outside of the canvas. */
const place = z.number().min(-20_000).max(20_000);
const extent = z.number().min(1).max(20_000);
/** Share of the input's own width or height that is cut away. */
const cut = z.number().min(0).max(0.99);

/** One input, placed on a canvas. */
export const layer = z.object({
  id,
  inputId,
  /** Layers with the same group move together. */
  group: id.nullable().default(null),
  /** Top left corner before rotation, and size, in pixels of the canvas. */
  x: place,
  y: place,
  width: extent,
  height: extent,
  /** Clockwise around the middle, in degrees. */
  rotation: z.number().min(-360).max(360).default(0),
  /** Cut from the input before it is fitted. */
  crop: z
    .object({ left: cut, top: cut, right: cut, bottom: cut })
    .default({ left: 0, top: 0, right: 0, bottom: 0 }),
  /** How what is left of the input fills the layer: distorted, whole with bars left empty, or cut to cover it. */
  fit: z.enum(['stretch', 'contain', 'cover']).default('contain'),
  opacity: z.number().min(0).max(1).default(1),
  /** Of the corners, in pixels of the canvas. */
  radius: z.number().min(0).max(2000).default(0),
  hidden: z.boolean().default(false),
  locked: z.boolean().default(false),
});
export type Layer = z.infer<typeof layer>;

export const scene = z.object({
  id,
  name: text(200),
  /** From the lowest to the uppermost layer. */
  landscape: z.array(layer).max(MOST_LAYERS),
  portrait: z.array(layer).max(MOST_LAYERS),
  /** Keys that switch to the scene, as tinykeys writes them; null: none. */
  keys: text(40).nullable().default(null),
});
export type Scene = z.infer<typeof scene>;

export const TRANSITIONS = ['cut', 'fade', 'stinger'] as const;
export const transition = z.object({
  kind: z.enum(TRANSITIONS),
  durationMs: z.number().int().min(0).max(10_000),
  /** The film of a stinger, and when the scene changes beneath it. */
  stinger: asset.nullable().default(null),
  cutAtMs: z.number().int().min(0).max(10_000).default(0),
});

/** Everything a creator set up in the studio. Names, ids and places only: files stay on the creator's computer. */
export const sceneCollection = z.object({
  /** Of this form. */
  version: z.literal(1),
  inputs: z.array(studioInput).max(MOST_INPUTS),
  scenes: z.array(scene).min(1).max(MOST_SCENES),
  transition: transition,
});
export type SceneCollection = z.infer<typeof sceneCollection>;
