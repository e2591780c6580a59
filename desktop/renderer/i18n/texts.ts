import type { FieldCode } from '@neustream/shared/contracts/errors.ts';
import type { RelayReasonCode } from '@neustream/shared/live/relay.ts';
import type { en } from './en/index.ts';

type Sentences<T> = { readonly [K in keyof T]: T[K] extends string ? string : Sentences<T[K]> };

/** Shape of a language: every group of the English texts, with a sentence for each key. */
export type Texts = Sentences<Omit<typeof en, 'reasons'>> & {
  readonly reasons: Record<RelayReasonCode, { message: string; action: string }>;
  /** What can be wrong with a field, by code; English has the contract's own sentences. */
  readonly fields?: Record<FieldCode, string>;
  /** The server's sentences about failures, by code. */
  readonly failures?: Record<string, { message: string; action: string }>;
};
