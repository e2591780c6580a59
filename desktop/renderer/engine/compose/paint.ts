import type { DrawnLayer } from '../protocol.ts';
import { place } from './geometry.ts';
import type { Input } from './input.ts';

type Context = OffscreenCanvasRenderingContext2D;

export interface Painting {
  layers: readonly DrawnLayer[];
  inputs: ReadonlyMap<string, Input>;
}

/** Draws layers over black, from the lowest up. Inputs without a picture yet are left out. */
export function paint(context: Context, { layers, inputs }: Painting): void {
  const { width, height } = context.canvas;
  const scale = context.getTransform();
  context.resetTransform();
  context.globalAlpha = 1;
  context.fillStyle = '#000';
  context.fillRect(0, 0, width, height);
  context.setTransform(scale);
  for (const layer of layers) {
    const input = inputs.get(layer.inputId);
    if (input?.picture != null) paintLayer(context, layer, input);
  }
  context.setTransform(scale);
  context.globalAlpha = 1;
}

function paintLayer(context: Context, layer: DrawnLayer, input: Input): void {
  const { picture } = input;
  if (picture === null) return;
  const placed = place(layer, picture);
  if (placed === null) return;
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
  context.drawImage(picture, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
  context.restore();
  input.used();
}
