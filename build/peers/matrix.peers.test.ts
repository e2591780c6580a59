import { describe } from 'vitest';
import { ENCODERS } from './encoders.ts';
import { matrix } from './matrix.ts';

describe('every encoder of the kit', () => {
  matrix(ENCODERS);
});
