import { expect, onTestFinished, test, vi } from 'vitest';
import { renderHook } from 'vitest-browser-react';
import { useNow } from './use-now.ts';

test('what starts to run on a page that has long been open is counted from now', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  vi.setSystemTime(10_000);
  const { result, rerender } = await renderHook((running?: boolean) => useNow(running), {
    initialProps: false,
  });
  vi.setSystemTime(90_000);
  await rerender(true);
  expect(result.current).toBe(90_000);
});
