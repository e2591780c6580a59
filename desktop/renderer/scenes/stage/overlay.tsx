import { CANVASES, type Layer } from '@neustream/shared/studio/scenes.ts';
import { useRef, useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { cx } from '../../ui/cx.ts';
import { withGroup } from '../model/align.ts';
import {
  beginGesture,
  change,
  endGesture,
  select,
  toggled,
  useCollection,
} from '../model/collection-store.ts';
import { cropped, HANDLES, type Handle, type Point, rotationTo, scaled } from '../model/drag.ts';
import { changeLayers, layersOf } from '../model/layers.ts';
import { type Guide, snapped } from '../model/snap.ts';
import { nudge } from './nudge.ts';

/** How near an edge has to be to snap, in pixels of the screen. */
const SNAP_PX = 6;

type Grip = Handle | 'move' | 'turn';

interface Drag {
  grip: Grip;
  /** Where the pointer went down, in pixels of the canvas. */
  from: Point;
  /** The layers as they were then. */
  layers: readonly Layer[];
  crop: boolean;
}

/** Lets people pick, move, scale, turn and crop layers on the picture. */
export function Overlay({ size }: { size: { width: number; height: number } }) {
  const { t } = useText();
  const { collection, sceneId, canvas, selected } = useCollection();
  const surface = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);
  const [guides, setGuides] = useState<readonly Guide[]>([]);
  if (collection === null) return null;
  const place = { sceneId, canvas };
  const layers = layersOf(collection, place).filter(({ hidden }) => !hidden);
  const scale = size.width / CANVASES[canvas].width;
  const names = new Map(collection.inputs.map(({ id, name }) => [id, name]));

  const pointOf = (event: React.PointerEvent): Point => {
    const box = surface.current?.getBoundingClientRect();
    return { x: (event.clientX - (box?.left ?? 0)) / scale, y: (event.clientY - (box?.top ?? 0)) / scale };
  };
  const grab = (event: React.PointerEvent, layer: Layer, grip: Grip) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    const already = selected.includes(layer.id);
    const ids =
      event.shiftKey && grip === 'move'
        ? toggled(selected, layer.id)
        : already
          ? selected
          : withGroup(layers, layer.id);
    select(ids);
    if (layer.locked) return;
    surface.current?.setPointerCapture(event.pointerId);
    beginGesture();
    const held = grip === 'move' ? layers.filter(({ id }) => ids.includes(id)) : [layer];
    drag.current = { grip, from: pointOf(event), layers: held, crop: event.altKey };
  };
  const move = (event: React.PointerEvent) => {
    const held = drag.current;
    if (held === null) return;
    const at = pointOf(event);
    const by = { x: at.x - held.from.x, y: at.y - held.from.y };
    const [first] = held.layers;
    if (first === undefined) return;
    if (held.grip === 'move') {
      const moved = { ...first, x: first.x + by.x, y: first.y + by.y };
      const others = layers.filter(({ id }) => !held.layers.some((layer) => layer.id === id));
      const free = event.ctrlKey || event.metaKey;
      const to = free
        ? { x: moved.x, y: moved.y, guides: [] }
        : snapped(moved, { canvas: CANVASES[canvas], others, tolerance: SNAP_PX / scale });
      setGuides(to.guides);
      const [dx, dy] = [Math.round(to.x) - first.x, Math.round(to.y) - first.y];
      const starts = new Map(held.layers.map((layer) => [layer.id, layer]));
      change((all) =>
        changeLayers(all, place, idsOf(held.layers), ({ id, x, y }) => ({
          x: (starts.get(id)?.x ?? x) + dx,
          y: (starts.get(id)?.y ?? y) + dy,
        })),
      );
      return;
    }
    const next = dragged(first, held, { at, by, shift: event.shiftKey });
    change((all) => changeLayers(all, place, [first.id], () => next));
  };
  const drop = () => {
    if (drag.current === null) return;
    drag.current = null;
    setGuides([]);
    endGesture();
  };

  return (
    // Keys work on the layers themselves, which are buttons.
    <section
      ref={surface}
      aria-label={t('studio.stage_layers')}
      className="absolute inset-0 touch-none overflow-visible"
      onPointerDown={() => select([])}
      onPointerMove={move}
      onPointerUp={drop}
      onPointerCancel={drop}
    >
      {layers.map((layer) => (
        <button
          key={layer.id}
          type="button"
          aria-label={names.get(layer.inputId) ?? ''}
          aria-pressed={selected.includes(layer.id)}
          className={cx(
            'absolute outline-offset-0',
            layer.locked ? 'cursor-default!' : 'cursor-move!',
            selected.includes(layer.id)
              ? 'outline-2 outline-accent-text'
              : 'hover:outline-1 hover:outline-white/60',
          )}
          ref={(element) => position(element, layer, scale)}
          onPointerDown={(event) => grab(event, layer, 'move')}
          onFocus={(event) => {
            if (event.target.matches(':focus-visible')) select([layer.id]);
          }}
          onKeyDown={(event) => nudge(event, { place, ids: selected })}
        />
      ))}
      {layers
        .filter(({ id, locked }) => selected.length === 1 && selected.includes(id) && !locked)
        .map((layer) => (
          <div
            key={layer.id}
            className="pointer-events-none absolute"
            ref={(element) => position(element, layer, scale)}
          >
            {HANDLES.map((handle) => (
              <span
                key={handle}
                data-handle={handle}
                className={cx(
                  'pointer-events-auto absolute size-3 rounded-sm border border-black/60 bg-white',
                  SPOTS[handle],
                )}
                onPointerDown={(event) => grab(event, layer, handle)}
              />
            ))}
            <span
              data-handle="turn"
              className="pointer-events-auto absolute -top-7 left-1/2 size-3 -translate-x-1/2 cursor-grab rounded-full border border-black/60 bg-white"
              onPointerDown={(event) => grab(event, layer, 'turn')}
            />
          </div>
        ))}
      {guides.map(({ axis, at }) => (
        <span
          key={`${axis} ${at}`}
          className="pointer-events-none absolute bg-accent-text"
          ref={(element) => guide(element, { axis, at }, { scale, size })}
        />
      ))}
    </section>
  );
}

const SPOTS: Record<Handle, string> = {
  n: '-top-1.5 left-1/2 -translate-x-1/2 cursor-ns-resize',
  ne: '-top-1.5 -right-1.5 cursor-nesw-resize',
  e: 'top-1/2 -right-1.5 -translate-y-1/2 cursor-ew-resize',
  se: '-right-1.5 -bottom-1.5 cursor-nwse-resize',
  s: '-bottom-1.5 left-1/2 -translate-x-1/2 cursor-ns-resize',
  sw: '-bottom-1.5 -left-1.5 cursor-nesw-resize',
  w: 'top-1/2 -left-1.5 -translate-y-1/2 cursor-ew-resize',
  nw: '-top-1.5 -left-1.5 cursor-nwse-resize',
};

function dragged(
  layer: Layer,
  { grip, crop }: Drag,
  { at, by, shift }: { at: Point; by: Point; shift: boolean },
): Partial<Layer> {
  if (grip === 'turn') return { rotation: rotationTo(layer, at, !shift) };
  if (grip === 'move') return {};
  return crop
    ? cropped(layer, { handle: grip, by })
    : scaled(layer, { handle: grip, by, keepAspect: !shift });
}

function idsOf(layers: readonly Layer[]): string[] {
  return layers.map(({ id }) => id);
}

/** Placed by script: the content security policy allows no styles in the page's text. */
function position(element: HTMLElement | null, layer: Layer, scale: number): void {
  if (element === null) return;
  const { style } = element;
  style.left = `${layer.x * scale}px`;
  style.top = `${layer.y * scale}px`;
  style.width = `${layer.width * scale}px`;
  style.height = `${layer.height * scale}px`;
  style.transform = layer.rotation === 0 ? '' : `rotate(${layer.rotation}deg)`;
}

function guide(
  element: HTMLElement | null,
  { axis, at }: Guide,
  { scale, size }: { scale: number; size: { width: number; height: number } },
): void {
  if (element === null) return;
  const { style } = element;
  style.left = axis === 'x' ? `${at * scale}px` : '0';
  style.top = axis === 'y' ? `${at * scale}px` : '0';
  style.width = axis === 'x' ? '1px' : `${size.width}px`;
  style.height = axis === 'y' ? '1px' : `${size.height}px`;
}
