import { z } from 'zod';
import { text } from '../kernel/bounds.ts';

/**
 * What a studio shows and sounds: cameras, screens, microphones, pictures, text. An input exists once in a collection,
 * however many scenes show it.
 */

export const inputId = text(64).min(1);
/** What the browser calls a device; empty: the system's default. Differs per browser and origin. */
const deviceId = text(200);
/** `#rrggbb` or `#rrggbbaa`. */
export const colour = z.string().regex(/^#[0-9a-f]{6}([0-9a-f]{2})?$/i);

/** A file that the creator chose; its bytes stay on the computer it was chosen on, found by their SHA-256. */
export const asset = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  name: text(300),
  /** MIME type, such as `image/png`. */
  type: text(100),
  bytes: z.number().int().min(0),
});
export type Asset = z.infer<typeof asset>;

export const SUPPRESSIONS = ['off', 'browser', 'rnnoise', 'gtcrn'] as const;
export type Suppression = (typeof SUPPRESSIONS)[number];

/** How an input sounds. Levels are in dB, times in ms. */
export const soundSettings = z.object({
  gainDb: z.number().min(-60).max(20).default(0),
  muted: z.boolean().default(false),
  /** Heard on the headphones of the studio. */
  monitor: z.boolean().default(false),
  /** −1 is left, 1 is right. */
  pan: z.number().min(-1).max(1).default(0),
  delayMs: z.number().min(0).max(2000).default(0),
  suppression: z.enum(SUPPRESSIONS).default('rnnoise'),
  echoCancellation: z.boolean().default(true),
  autoGain: z.boolean().default(true),
  /** Closed below the threshold. */
  gate: z
    .object({ on: z.boolean(), thresholdDb: z.number().min(-90).max(0) })
    .default({ on: false, thresholdDb: -50 }),
  compressor: z
    .object({ on: z.boolean(), thresholdDb: z.number().min(-60).max(0), ratio: z.number().min(1).max(20) })
    .default({ on: false, thresholdDb: -18, ratio: 3 }),
  /** Left out of recordings without music. */
  music: z.boolean().default(false),
});
export type SoundSettings = z.infer<typeof soundSettings>;
export const DEFAULT_SOUND: SoundSettings = soundSettings.parse({});

const common = { id: inputId, name: text(200) };
const heard = { sound: soundSettings };

export const studioInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('camera'), ...common, deviceId, mirrored: z.boolean().default(false) }),
  z.object({ kind: z.literal('screen'), ...common, ...heard, withSound: z.boolean().default(true) }),
  z.object({ kind: z.literal('microphone'), ...common, ...heard, deviceId }),
  z.object({ kind: z.literal('image'), ...common, asset: asset.nullable() }),
  z.object({
    kind: z.literal('text'),
    ...common,
    text: text(5000),
    font: text(200).default('Inter Variable'),
    /** In pixels of the canvas. */
    size: z.number().min(4).max(1000).default(72),
    weight: z.number().int().min(100).max(900).default(600),
    align: z.enum(['left', 'center', 'right']).default('left'),
    colour: colour.default('#ffffff'),
    background: colour.nullable().default(null),
  }),
  z.object({ kind: z.literal('colour'), ...common, colour }),
  z.object({
    kind: z.literal('media'),
    ...common,
    ...heard,
    asset: asset.nullable(),
    loop: z.boolean().default(true),
  }),
  /** A page by its address; shown by the desktop app only. */
  z.object({ kind: z.literal('browser'), ...common, url: text(2000) }),
]);
export type StudioInput = z.infer<typeof studioInput>;
export type InputKind = StudioInput['kind'];
