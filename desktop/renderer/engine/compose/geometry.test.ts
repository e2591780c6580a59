import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DrawnLayer } from '../protocol.ts';
import { place } from './geometry.ts';

const WHOLE = { left: 0, top: 0, right: 0, bottom: 0 };

function layer(change: Partial<DrawnLayer> = {}): DrawnLayer {
  return {
    inputId: 'a',
    x: 100,
    y: 50,
    width: 800,
    height: 800,
    rotation: 0,
    crop: WHOLE,
    fit: 'contain',
    opacity: 1,
    radius: 0,
    ...change,
  };
}

describe('where a layer shows its input', () => {
  const wide = { width: 1600, height: 800 };

  it('is the whole of it with bars left empty, cut to cover it, or distorted', () => {
    expect(place(layer(), wide)).toEqual({
      from: { x: 0, y: 0, width: 1600, height: 800 },
      to: { x: 100, y: 250, width: 800, height: 400 },
    });
    expect(place(layer({ fit: 'cover' }), wide)).toEqual({
      from: { x: 400, y: 0, width: 800, height: 800 },
      to: { x: 100, y: 50, width: 800, height: 800 },
    });
    expect(place(layer({ fit: 'stretch' }), wide)?.to).toEqual({ x: 100, y: 50, width: 800, height: 800 });
  });

  it('is nothing where nothing is left', () => {
    expect(place(layer({ crop: { left: 0.6, right: 0.4, top: 0, bottom: 0 } }), wide)).toBeNull();
    expect(place(layer(), { width: 0, height: 0 })).toBeNull();
  });

  it('stays within the input and the layer, and undistorted unless asked for', () => {
    const cut = fc.double({ min: 0, max: 0.45, noNaN: true });
    const size = fc.record({
      width: fc.integer({ min: 16, max: 4000 }),
      height: fc.integer({ min: 16, max: 4000 }),
    });
    const crop = fc.record({ left: cut, right: cut, top: cut, bottom: cut });
    fc.assert(
      fc.property(size, size, crop, fc.constantFrom('contain', 'cover'), (input, box, cropped, fit) => {
        const placed = place(layer({ ...box, crop: cropped, fit }), input);
        if (placed === null) return;
        const { from, to } = placed;
        const slack = 1e-6;
        expect(from.x).toBeGreaterThanOrEqual(-slack);
        expect(from.x + from.width).toBeLessThanOrEqual(input.width + slack);
        expect(from.y + from.height).toBeLessThanOrEqual(input.height + slack);
        expect(to.width).toBeLessThanOrEqual(box.width + slack);
        expect(to.height).toBeLessThanOrEqual(box.height + slack);
        expect(to.width / from.width).toBeCloseTo(to.height / from.height, 6);
      }),
    );
  });
});
