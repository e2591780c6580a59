import { randomBytes } from 'node:crypto';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVault } from './vault.ts';

const newKey = () => new Secret(randomBytes(32).toString('base64'));
const sealContext = { table: 'source_destinations', row: 'r1', column: 'stream_key_enc' };

describe('the vault', () => {
  const vault = createVault({ current: newKey(), previous: null });

  it('gives back what was sealed, and what is stored does not show it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), (plain) => {
        const sealed = vault.seal(new Secret(plain), sealContext);
        expect(sealed).not.toContain(plain);
        expect(vault.open(sealed, sealContext).reveal()).toBe(plain);
      }),
    );
  });

  it('seals the same value differently each time', () => {
    expect(vault.seal(new Secret('a'), sealContext)).not.toBe(vault.seal(new Secret('a'), sealContext));
  });

  it.each(['table', 'row', 'column'] as const)('does not open what was moved to another %s', (part) => {
    const sealed = vault.seal(new Secret('canary-key'), sealContext);
    expect(() => vault.open(sealed, { ...sealContext, [part]: 'other' })).toThrow(/cannot be opened/);
  });

  it('does not open what was changed or cut in any place', () => {
    const sealed = vault.seal(new Secret('canary-key'), sealContext);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: sealed.length - 1 }),
        fc.constantFrom('A', 'z', ''),
        (at, other) => {
          const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
          // The last base64 character has bits that carry no information.
          fc.pre(Buffer.from(changed, 'base64url').compare(Buffer.from(sealed, 'base64url')) !== 0);
          fc.pre(decoded(changed) !== decoded(sealed));
          expect(() => vault.open(changed, sealContext)).toThrow(/cannot be opened/);
        },
      ),
    );
  });

  it('opens what the key before had sealed, and looks up under both', () => {
    const before = newKey();
    const old = createVault({ current: before, previous: null });
    const rotated = createVault({ current: newKey(), previous: before });
    expect(rotated.open(old.seal(new Secret('x'), sealContext), sealContext).reveal()).toBe('x');
    expect(rotated.lookupHashes('k')).toContain(old.lookupHashes('k')[0]);
    expect(() => vault.open(old.seal(new Secret('x'), sealContext), sealContext)).toThrow(
      /KEY|cannot be opened/,
    );
  });
});

function decoded(sealed: string): string {
  const [format, version, ...parts] = sealed.split('.');
  return [format, version, ...parts.map((part) => Buffer.from(part, 'base64url').toString('hex'))].join('.');
}
