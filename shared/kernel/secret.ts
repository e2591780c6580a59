const MASK = '***';
const plainValues = new WeakMap<Secret, string>();

/**
 * A value that must never be printed. Every way of formatting it gives `***`; only `reveal()` returns the plain text,
 * inside the function that uses it.
 */
export class Secret {
  constructor(plain: string) {
    plainValues.set(this, plain);
    Object.freeze(this);
  }

  /** The plain text. Keep it in a local variable of the function that needs it. */
  reveal(): string {
    return plainValues.get(this) ?? '';
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.toPrimitive](): string {
    return MASK;
  }

  get [Symbol.toStringTag](): string {
    return MASK;
  }

  /** What Node's `util.inspect` and `console.log` print. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK;
  }
}
