/**
 * What the client uses of the web platform. Browsers, Node and Electron all have it, but `shared` includes the types of
 * none of them.
 */

/** The platform's own `AbortSignal`, where a program has its types. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } }
  ? S
  : { readonly aborted: boolean };

export interface WebRequest {
  method: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  signal: Signal;
}

export interface WebResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  json(): Promise<unknown>;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The platform's `fetch`, or a wrapper around it. */
export type Fetch = (url: string, request: WebRequest) => Promise<WebResponse>;

interface Signals {
  timeout(ms: number): Signal;
  any(signals: Signal[]): Signal;
}

declare const AbortSignal: Signals;
declare const URLSearchParams: new (values: Record<string, string>) => { toString(): string };
declare const crypto: { getRandomValues(bytes: Uint8Array<ArrayBuffer>): Uint8Array };

/** The given signal, combined with a deadline. */
export function withDeadline(deadlineMs: number, signal?: Signal): { signal: Signal; deadline: Signal } {
  const deadline = AbortSignal.timeout(deadlineMs);
  return { deadline, signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]) };
}

/** Values as `application/x-www-form-urlencoded`; undefined ones are left out. */
export function urlEncoded(values: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const texts = given.map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(Object.fromEntries(texts)).toString();
}

/** 128 random bits as hex. Works on pages without TLS too, where `crypto.randomUUID` is missing. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
