import type { StudioInput } from '@neustream/shared/studio/inputs.ts';
import { fileOf } from './assets.ts';

/** Around text, as a share of its size. */
const PADDING = 0.2;
const LINE_HEIGHT = 1.2;

/**
 * The picture of an input that does not move; null for inputs that do, and for files that are not on this computer.
 * Text is drawn here, because pages know fonts and workers do not.
 */
export async function renderStill(input: StudioInput): Promise<ImageBitmap | null> {
  if (input.kind === 'text') return await renderText(input);
  if (input.kind !== 'image' || input.asset === null) return null;
  const file = await fileOf(input.asset);
  return file === null ? null : await createImageBitmap(file).catch(() => null);
}

/** How large a still is by itself, in pixels of the canvas; null for inputs that move, and for absent files. */
export async function sizeOfStill(input: StudioInput): Promise<{ width: number; height: number } | null> {
  const still = await renderStill(input);
  if (still === null) return null;
  const { width, height } = still;
  still.close();
  return { width, height };
}

/** What a still depends on: it is rendered again when this changes. */
export function stillKey(input: StudioInput): string {
  const { name: _, ...rest } = input;
  return JSON.stringify(rest);
}

async function renderText(input: Extract<StudioInput, { kind: 'text' }>): Promise<ImageBitmap | null> {
  const { text, size, weight, font, align, colour, background } = input;
  const style = `${weight} ${size}px "${font.replaceAll('"', '')}", sans-serif`;
  await document.fonts.load(style, text).catch(() => []);
  const lines = (text === '' ? ' ' : text).split('\n');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.font = style;
  const padding = Math.round(size * PADDING);
  const widest = Math.max(...lines.map((line) => context.measureText(line).width));
  canvas.width = Math.max(2, Math.min(8192, Math.ceil(widest) + 2 * padding));
  canvas.height = Math.max(2, Math.min(8192, Math.ceil(lines.length * size * LINE_HEIGHT) + 2 * padding));
  if (background !== null) {
    context.fillStyle = background;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  // Setting the size forgot it.
  context.font = style;
  context.fillStyle = colour;
  context.textAlign = align;
  context.textBaseline = 'middle';
  const x = align === 'left' ? padding : align === 'right' ? canvas.width - padding : canvas.width / 2;
  for (const [index, line] of lines.entries()) {
    context.fillText(line, x, padding + (index + 0.5) * size * LINE_HEIGHT);
  }
  return await createImageBitmap(canvas);
}
