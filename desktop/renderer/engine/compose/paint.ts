import type { DrawnLayer } from '../protocol.ts';
import { type Placed, place, type Rect } from './geometry.ts';
import type { Input, Picture } from './input.ts';

type Context = OffscreenCanvasRenderingContext2D;

export interface Painting {
  layers: readonly DrawnLayer[];
  inputs: ReadonlyMap<string, Input>;
}

/** A layer that has something to show. */
interface Shown {
  layer: DrawnLayer;
  input: Input;
  picture: Picture;
  placed: Placed;
}

/** Nearer than this is the same place, in pixels. */
const NEAR = 0.01;

/** Draws layers over black, from the lowest up. Inputs without a picture yet are left out, and what others cover. */
export function paint(context: Context, { layers, inputs }: Painting): void {
  const scale = context.getTransform();
  const { width, height } = context.canvas;
  const shown = layers.flatMap((layer) => shownOf(layer, inputs.get(layer.inputId)));
  const all = { x: 0, y: 0, width: width / scale.a, height: height / scale.d };
  const lowest = shown.findLastIndex((one) => covers(one, all));
  if (lowest < 0) {
    context.resetTransform();
    context.globalAlpha = 1;
    context.fillStyle = '#000';
    context.fillRect(0, 0, width, height);
    context.setTransform(scale);
  }
  for (const one of shown.slice(Math.max(0, lowest))) {
    if (!putPixels(context, one, scale)) drawLayer(context, one);
    one.input.used();
  }
  context.setTransform(scale);
  context.globalAlpha = 1;
}

function shownOf(layer: DrawnLayer, input: Input | undefined): Shown[] {
  const picture = input?.picture ?? null;
  if (input === undefined || picture === null) return [];
  const placed = place(layer, picture);
  return placed === null ? [] : [{ layer, input, picture, placed }];
}

/** Whether nothing can be seen through it or beside it: as it came, in a straight rectangle. */
function isPlain({ layer, input }: Shown): boolean {
  return input.opaque && layer.opacity === 1 && layer.rotation === 0 && layer.radius === 0;
}

function covers(one: Shown, all: Rect): boolean {
  const { to } = one.placed;
  return (
    isPlain(one) &&
    to.x <= NEAR &&
    to.y <= NEAR &&
    to.x + to.width >= all.width - NEAR &&
    to.y + to.height >= all.height - NEAR
  );
}

/** Puts pixels where they are to be seen one to one, which spares drawing them twice. Returns whether it could. */
function putPixels(context: Context, one: Shown, scale: DOMMatrix): boolean {
  const { pixels } = one.picture;
  if (pixels === null || !isPlain(one) || one.input.mirrored) return false;
  const { from, to } = one.placed;
  const [x, y] = [to.x * scale.a, to.y * scale.d];
  const isWhole = isNear(from.width, pixels.width) && isNear(from.height, pixels.height);
  const isSameSize = isNear(to.width * scale.a, pixels.width) && isNear(to.height * scale.d, pixels.height);
  if (!isWhole || !isSameSize || !isNear(x, Math.round(x)) || !isNear(y, Math.round(y))) return false;
  context.putImageData(pixels, Math.round(x), Math.round(y));
  return true;
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) < NEAR;
}

function drawLayer(context: Context, { layer, input, picture, placed }: Shown): void {
  const { from, to } = placed;
  context.save();
  context.globalAlpha = layer.opacity;
  const [middleX, middleY] = [layer.x + layer.width / 2, layer.y + layer.height / 2];
  context.translate(middleX, middleY);
  if (layer.rotation !== 0) context.rotate((layer.rotation * Math.PI) / 180);
  if (input.mirrored) context.scale(-1, 1);
  context.translate(-middleX, -middleY);
  if (layer.radius > 0) {
    context.beginPath();
    context.roundRect(to.x, to.y, to.width, to.height, layer.radius);
    context.clip();
  }
  const { canvas } = picture;
  context.drawImage(canvas, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
  context.restore();
}
