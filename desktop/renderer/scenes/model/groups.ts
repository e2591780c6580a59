import type { Layer } from '@neustream/shared/studio/scenes.ts';
import { newId } from './ids.ts';

/** What is moved as one: the layers of a group that lie next to each other, or one layer without a group. */
export interface Unit {
  /** Of the lowest layer: stays while others join or leave above it. */
  id: string;
  group: string | null;
  /** From the lowest up. */
  layers: readonly Layer[];
}

/** The layers in their order, from the lowest up, as what is moved as one. */
export function unitsOf(layers: readonly Layer[]): Unit[] {
  const units: { id: string; group: string | null; layers: Layer[] }[] = [];
  for (const layer of layers) {
    const last = units.at(-1);
    if (last !== undefined && layer.group !== null && last.group === layer.group) last.layers.push(layer);
    else units.push({ id: layer.id, group: layer.group, layers: [layer] });
  }
  return units;
}

/**
 * Some layers as one group, brought together where the uppermost of them is. Who was in another group leaves it.
 */
export function grouped(layers: readonly Layer[], ids: readonly string[]): Layer[] {
  const group = newId();
  const members = layers.filter(({ id }) => ids.includes(id)).map((layer) => ({ ...layer, group }));
  const at = placeAbove(layers, ids);
  const [below, above] = [layers.slice(0, at), layers.slice(at)];
  return dissolveSingles([...below.filter(({ id }) => !ids.includes(id)), ...members, ...above]);
}

/** Some layers on their own: above their group where others stay in it, so that it stays in one piece. */
export function ungrouped(layers: readonly Layer[], ids: readonly string[]): Layer[] {
  return unitsOf(layers).flatMap(({ layers: unit }) => {
    const leaving = unit.filter(({ id }) => ids.includes(id)).map((layer) => ({ ...layer, group: null }));
    return dissolveSingles([...unit.filter(({ id }) => !ids.includes(id)), ...leaving]);
  });
}

/** Those that are picked together with a layer: its group. */
export function withGroup(layers: readonly Layer[], id: string): string[] {
  const group = layers.find((layer) => layer.id === id)?.group ?? null;
  return group === null ? [id] : layers.filter((layer) => layer.group === group).map((layer) => layer.id);
}

/** Where something goes that lies right above some layers, and not within a group that they are part of. */
export function placeAbove(layers: readonly Layer[], ids: readonly string[]): number {
  const uppermost = layers.findLastIndex(({ id }) => ids.includes(id));
  const group = layers[uppermost]?.group ?? null;
  return (group === null ? uppermost : layers.findLastIndex((layer) => layer.group === group)) + 1;
}

/** A group of one is none. */
export function dissolveSingles(layers: readonly Layer[]): Layer[] {
  const sizes = new Map<string | null, number>();
  for (const { group } of layers) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return layers.map((layer) =>
    layer.group !== null && sizes.get(layer.group) === 1 ? { ...layer, group: null } : layer,
  );
}

/** Copies with ids of their own, whose groups are groups of their own too. */
export function copiesOf(layers: readonly Layer[]): Layer[] {
  const groups = new Map<string, string>();
  const copy = (group: string | null) => {
    if (group === null) return null;
    const known = groups.get(group) ?? newId();
    groups.set(group, known);
    return known;
  };
  return dissolveSingles(layers.map((layer) => ({ ...layer, id: newId(), group: copy(layer.group) })));
}
