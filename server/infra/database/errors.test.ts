import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { DatabaseUnavailable, databaseProblem, isDatabaseGone, isDuplicate } from './errors.ts';

const saying = (code: string) => Object.assign(new pg.DatabaseError('said', 0, 'error'), { code });

describe('what the database says', () => {
  it.each([
    '08006',
    '25006',
    '25P03',
    '53000',
    '53200',
    '53300',
    '53400',
    '55P03',
    '57014',
    '57P01',
    '57P03',
  ])('%s means that it cannot be used now', (code) => {
    expect(isDatabaseGone(saying(code))).toBe(true);
    expect(databaseProblem(saying(code))).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });

  it.each(['53100', '58030'])('%s means that its disk is full', (code) => {
    expect(databaseProblem(saying(code))).toMatchObject({ code: 'DATABASE_FULL' });
  });

  it.each(['', '23505', '40P01', '42601', '22P02'])('%s is our own mistake', (code) => {
    expect(databaseProblem(saying(code))).toBeNull();
  });

  it('decides nothing by its words, nor by codes of other programs', () => {
    expect(databaseProblem(new Error('Connection terminated unexpectedly'))).toBeNull();
    expect(databaseProblem(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))).toBeNull();
    expect(isDuplicate(Object.assign(new Error('same'), { code: '23505' }))).toBe(false);
    expect(databaseProblem(new DatabaseUnavailable('whatever'))).toMatchObject({ fault: 'ours' });
  });
});
