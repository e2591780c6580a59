import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { inPage } from '../../portal/testing/in-page.tsx';
import { createMixer } from '../graph/mixer.ts';
import { PushToTalk } from './push-to-talk.tsx';

test('the space bar talks only while it is held, and still works buttons', async () => {
  const mixer = await createMixer();
  let pressed = 0;
  const heard: (boolean | null)[] = [];
  const { setPushToTalk } = mixer;
  mixer.setPushToTalk = (held) => {
    heard.push(held);
    setPushToTalk.call(mixer, held);
  };
  const { screen } = await inPage(
    <>
      <PushToTalk mixer={mixer} />
      <button type="button" onClick={() => (pressed += 1)}>
        Other
      </button>
    </>,
  );
  const toggle = screen.getByRole('switch', { name: 'Talk while holding the space bar' });
  await toggle.click();
  await expect.element(toggle).toBeChecked();
  expect(heard).toEqual([false]);

  (document.activeElement as HTMLElement | null)?.blur();
  await userEvent.keyboard('[Space>]');
  expect(heard.at(-1)).toBe(true);
  await userEvent.keyboard('[/Space]');
  expect(heard.at(-1)).toBe(false);

  screen.getByRole('button', { name: 'Other' }).element().focus();
  await userEvent.keyboard('[Space]');
  expect(pressed).toBe(1);
  expect(heard).not.toContain(null);

  toggle.element().focus();
  await userEvent.keyboard('[Space]');
  await expect.element(toggle).not.toBeChecked();
  expect(heard.at(-1)).toBeNull();
  mixer.close();
});
