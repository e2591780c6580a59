import { expect, it } from 'vitest';
import type { LaneDesired } from '../edge/contract.ts';
import { DesiredState } from './desired-state.ts';

const NOTHING = () => undefined;
const desired: LaneDesired = {
  from: 'first run',
  version: 1,
  control: 'http://127.0.0.1:1',
  draining: false,
  mediamtx: null,
  mediamtxDeaths: 0,
  watched: ['abc'],
};

it('a lane goes on with its previews while a new control process does not know yet who watches', () => {
  const state = new DesiredState({
    control: desired.control,
    onMediamtxDeath: NOTHING,
    onDraining: NOTHING,
    onChange: NOTHING,
  });
  state.apply(desired);
  state.apply({ ...desired, from: 'second run', watched: null });
  expect(state.isWatched('abc')).toBe(true);
  state.apply({ ...desired, from: 'second run', version: 2, watched: [] });
  expect(state.isWatched('abc')).toBe(false);
});
