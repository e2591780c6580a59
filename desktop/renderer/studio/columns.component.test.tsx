import { beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { inPage } from '../portal/testing/in-page.tsx';
import { Columns } from './columns.tsx';

beforeEach(() => localStorage.clear());

async function columns() {
  const { screen } = await inPage(
    <div className="flex h-40 w-[1200px] flex-col">
      <Columns left={<p>Scenes</p>} middle={<p>Stage</p>} right={<p>Streams</p>} />
    </div>,
  );
  const widthOf = (text: string) =>
    screen.getByText(text).element().parentElement?.getBoundingClientRect().width ?? 0;
  return { screen, widthOf, edge: screen.getByRole('separator', { name: 'Width of scenes and layers' }) };
}

test('an edge is moved by keys, within bounds, and stays where it was put', async () => {
  const { edge, widthOf, screen } = await columns();
  const before = widthOf('Scenes');
  edge.element().focus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.poll(() => Math.round(widthOf('Scenes') - before)).toBe(24);
  for (let times = 0; times < 40; times += 1) await userEvent.keyboard('{ArrowRight}');
  // The stage keeps what it needs.
  await expect.poll(() => Math.round(widthOf('Stage') / 16)).toBe(24);
  const wide = widthOf('Scenes');
  await screen.unmount();
  const again = await columns();
  expect(again.widthOf('Scenes')).toBeCloseTo(wide, 0);
});

test('an edge is dragged, and a double click brings the usual width back', async () => {
  const { edge, widthOf } = await columns();
  const before = widthOf('Scenes');
  const at = edge.element().getBoundingClientRect();
  const drag = (type: string, clientX: number) =>
    edge.element().dispatchEvent(new PointerEvent(type, { clientX, pointerId: 1, bubbles: true }));
  // Nothing is captured from a pointer that does not exist.
  edge.element().setPointerCapture = () => undefined;
  edge.element().hasPointerCapture = () => true;
  drag('pointerdown', at.left);
  drag('pointermove', at.left + 100);
  await expect.poll(() => Math.round(widthOf('Scenes') - before)).toBe(100);
  await edge.dblClick();
  await expect.poll(() => Math.round(widthOf('Scenes'))).toBe(Math.round(before));
});
