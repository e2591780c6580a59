import type { RelayReasonCode } from '@neustream/shared/live/relay.ts';
import type { en } from './en/index.ts';

type Sentences<T> = { readonly [K in keyof T]: T[K] extends string ? string : Sentences<T[K]> };

/** Shape of a language: every group of the English texts, with a sentence for each key. */
export type Texts = Sentences<Omit<typeof en, 'reasons'>> & {
  readonly reasons: Record<RelayReasonCode, { message: string; action: string }>;
  /** The contract's sentences about fields, which the server says in English, by their English text. */
  readonly fields?: Record<string, string>;
  /** The server's sentences about failures, by code. */
  readonly failures?: Record<string, { message: string; action: string }>;
};
