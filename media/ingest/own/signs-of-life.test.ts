import { beforeEach, describe, expect, it } from 'vitest';
import { SignsOfLife } from './signs-of-life.ts';

describe('an encoder that waits for another to give up its place', () => {
  let now: number;
  let other: SignsOfLife;

  beforeEach(() => {
    now = 0;
    other = new SignsOfLife(() => now);
  });

  it('has it once the other was silent for three seconds', async () => {
    now = 2900;
    const outwaited = other.outwait();
    now = 3000;
    expect(await outwaited).toBe('silent');
  });

  it('has it as soon as the other hangs up', async () => {
    const outwaited = other.outwait();
    other.gone();
    expect(await outwaited).toBe('gone');
  });

  it('does not have it when the other goes on', async () => {
    const outwaited = other.outwait();
    now = 400;
    other.heard(now);
    expect(await outwaited).toBe('alive');
  });

  it('takes what was on its way for no sign of life', async () => {
    const outwaited = other.outwait();
    now = 200;
    other.heard(now);
    now = 3200;
    expect(await outwaited).toBe('silent');
  });
});
