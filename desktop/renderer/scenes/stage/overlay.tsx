import { CANVASES, type Layer } from '@neustream/shared/studio/scenes.ts';
import { useRef } from 'react';
import { useText } from '../../i18n/text.ts';
import { cx } from '../../ui/cx.ts';
import { around, boundsOf } from '../model/align.ts';
import { select, useCollection } from '../model/collection-store.ts';
import { HANDLES, type Handle } from '../model/drag.ts';
import { layersOf } from '../model/layers.ts';
import type { Guide } from '../model/snap.ts';
import { nudge } from './nudge.ts';
import { type Box, useStageGestures } from './use-stage-gestures.ts';

/** Those of a box around several layers, which keeps its shape. */
const CORNERS = ['ne', 'se', 'sw', 'nw'] as const satisfies readonly Handle[];

/** Lets people pick, move, scale, turn and crop layers on the picture. */
export function Overlay({ size }: { size: { width: number; height: number } }) {
  const { t } = useText();
  const { collection, sceneId, canvas, selected } = useCollection();
  const surface = useRef<HTMLDivElement>(null);
  const place = { sceneId, canvas };
  const layers = collection === null ? [] : layersOf(collection, place).filter(({ hidden }) => !hidden);
  const scale = size.width / CANVASES[canvas].width;
  const { guides, frame, grab, begin, move, drop } = useStageGestures(surface, {
    place,
    layers,
    selected,
    scale,
  });
  if (collection === null) return null;
  const names = new Map(collection.inputs.map(({ id, name }) => [id, name]));
  const held = layers.filter(({ id, locked }) => selected.includes(id) && !locked);
  const [first] = held;
  const box = held.length > 1 ? around(held.map(boundsOf)) : first;

  return (
    // Keys work on the layers themselves, which are buttons.
    <section
      ref={surface}
      aria-label={t('studio.stage_layers')}
      className="absolute inset-0 touch-none overflow-visible"
      onPointerDown={begin}
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
          onDoubleClick={() => select([layer.id])}
          onFocus={(event) => {
            if (event.target.matches(':focus-visible')) select([layer.id]);
          }}
          onKeyDown={(event) => nudge(event, { place, ids: selected })}
        />
      ))}
      {first !== undefined && box !== undefined && (
        <div
          className={cx(
            'pointer-events-none absolute',
            held.length > 1 && 'outline-1 outline-accent-text outline-dashed',
          )}
          ref={(element) => position(element, box, scale)}
        >
          {(held.length > 1 ? CORNERS : HANDLES).map((handle) => (
            <span
              key={handle}
              data-handle={handle}
              className={cx(GRIP, 'rounded-sm', SPOTS[handle])}
              onPointerDown={(event) => grab(event, first, handle)}
            />
          ))}
          {held.length === 1 && (
            <span
              data-handle="turn"
              className={cx(GRIP, '-top-7 left-1/2 -translate-x-1/2 cursor-grab rounded-full')}
              onPointerDown={(event) => grab(event, first, 'turn')}
            />
          )}
        </div>
      )}
      {guides.map(({ axis, at }) => (
        <span
          key={`${axis} ${at}`}
          className="pointer-events-none absolute bg-accent-text"
          ref={(element) => guide(element, { axis, at }, { scale, size })}
        />
      ))}
      {frame !== null && (
        <span
          className="pointer-events-none absolute border border-accent-text bg-accent-text/15"
          ref={(element) => position(element, frame, scale)}
        />
      )}
    </section>
  );
}

/** Fingers are met by more than is seen. */
const GRIP =
  'pointer-events-auto absolute size-3 border border-black/60 bg-white pointer-coarse:before:absolute pointer-coarse:before:-inset-4';

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

/** Placed by script: the content security policy allows no styles in the page's text. */
function position(element: HTMLElement | null, box: Box & Partial<Layer>, scale: number): void {
  if (element === null) return;
  const { style } = element;
  const { x, y, width, height, rotation = 0 } = box;
  style.left = `${x * scale}px`;
  style.top = `${y * scale}px`;
  style.width = `${width * scale}px`;
  style.height = `${height * scale}px`;
  style.transform = rotation === 0 ? '' : `rotate(${rotation}deg)`;
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
