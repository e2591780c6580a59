import { z } from 'zod';

/**
 * A scene collection as OBS Studio 27 to 31 stores it (`basic/scenes/*.json`; written by `obs_save_source` and
 * `scene_save_item` of libobs). Only what we read; everything may be missing.
 */

/** No place or size of a real scene is larger; sums of larger ones are no numbers any more. */
const MOST = 1_000_000;
const number = z.number().min(-MOST).max(MOST).catch(0);
const point = z.object({ x: number, y: number });

const item = z.object({
  name: z.string(),
  visible: z.boolean().catch(true),
  locked: z.boolean().catch(false),
  pos: point.catch({ x: 0, y: 0 }),
  scale: point.catch({ x: 1, y: 1 }),
  /** Clockwise, in degrees. */
  rot: number,
  /** Which point of the item `pos` is: bits of left 1, right 2, top 4, bottom 8; the middle without them. */
  align: z.number().catch(5),
  /** 0 none, 1 stretch, 2 to inner, 3 to outer, 4 to width, 5 to height, 6 only as maximum. */
  bounds_type: z.number().catch(0),
  bounds: point.catch({ x: 0, y: 0 }),
  crop_left: number,
  crop_top: number,
  crop_right: number,
  crop_bottom: number,
});
export type ObsItem = z.infer<typeof item>;

const filter = z.object({
  id: z.string(),
  enabled: z.boolean().catch(true),
  settings: z.record(z.string(), z.unknown()).catch({}),
});

const source = z.object({
  id: z.string(),
  name: z.string(),
  settings: z.record(z.string(), z.unknown()).catch({}),
  /** A factor, not decibels. */
  volume: z.number().catch(1),
  muted: z.boolean().catch(false),
  /** In nanoseconds. */
  sync: number,
  /** 0 is left, 1 is right. */
  balance: z.number().catch(0.5),
  filters: z.array(filter).catch([]),
});
export type ObsSource = z.infer<typeof source>;

export const obsFile = z.looseObject({
  name: z.string().catch(''),
  sources: z.array(source),
  groups: z.array(source).catch([]),
  scene_order: z.array(z.object({ name: z.string() })).catch([]),
  resolution: point.optional().catch(undefined),
  transition_duration: z.number().catch(300),
  current_transition: z.string().catch(''),
});
export type ObsFile = z.infer<typeof obsFile>;

/** The items of a scene or group, from the lowest up; those that cannot be read are left out. */
export function itemsOf({ settings }: ObsSource): ObsItem[] {
  const items = Array.isArray(settings.items) ? settings.items : [];
  return items.flatMap((one: unknown) => {
    const read = item.safeParse(one);
    return read.success ? [read.data] : [];
  });
}
