import { describe, expect, it } from 'vitest';
import { leastLoaded } from './placement.ts';

describe('where a session is placed', () => {
  it('is nowhere while no lane runs', () => {
    expect(leastLoaded([])).toBeNull();
  });

  it('is the lane with the most room', () => {
    const [busy, idle] = [
      { id: 'busy', load: 0.5, sessions: 1 },
      { id: 'idle', load: 0.1, sessions: 3 },
    ];
    expect(leastLoaded([busy, idle])).toBe(idle);
  });

  it('alternates as long as load has not been measured', () => {
    const lanes = [0, 1].map((id) => ({ id, load: 0, sessions: 0 }));
    const placed = Array.from({ length: 6 }, () => {
      const lane = leastLoaded(lanes);
      if (lane !== null) lane.sessions += 1;
      return lane?.id;
    });
    expect(placed).toEqual([0, 1, 0, 1, 0, 1]);
  });
});
