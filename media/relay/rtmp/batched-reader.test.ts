import { expect, test, vi } from 'vitest';
import { BatchedReader } from './batched-reader.ts';

test('records that one read of a TLS socket brings are one batch, with one rest behind it', async () => {
  const pacing = { rest: vi.fn(() => true) };
  const onBytes = vi.fn();
  const onBatchEnd = vi.fn();
  const reader = new BatchedReader({ pacing, onBytes, onBatchEnd });
  reader.pace();
  for (let turn = 1; turn <= 2; turn += 1) {
    for (let record = 0; record < 50; record += 1) reader.take(Buffer.from([record]));
    expect(onBytes).toHaveBeenCalledTimes(turn * 50);
    await vi.waitFor(() => expect(onBatchEnd).toHaveBeenCalledTimes(turn), { interval: 1 });
    expect(pacing.rest).toHaveBeenCalledTimes(turn);
  }
});
