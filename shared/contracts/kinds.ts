import { z } from 'zod';

/** A body as HTML forms send it: `application/x-www-form-urlencoded`. */
export interface FormBody<S extends z.ZodObject = z.ZodObject> {
  kind: 'form';
  schema: S;
}

/** A body whose exact bytes count, because a signature in a header is checked against them. */
export interface RawBody {
  kind: 'raw';
  type: string;
  /** Name of the header that carries the signature. */
  signature: string;
}

/** What a handler of a raw body receives. */
export interface RawInput {
  bytes: Uint8Array<ArrayBuffer>;
  signature: string;
}

/** An answer that is text of its own media type, such as a page. */
export interface TextAnswer {
  kind: 'text';
  type: string;
}

/** An answer that is a file on the server, of which the caller may request a range (RFC 9110, section 14). */
export interface FileAnswer {
  kind: 'file';
  type: string;
}

/** An answer that sends the browser elsewhere. */
export interface Redirect {
  kind: 'redirect';
}

export function form<S extends z.ZodObject>(schema: S): FormBody<S> {
  return { kind: 'form', schema };
}

export function raw({ type, signature }: Omit<RawBody, 'kind'>): RawBody {
  return { kind: 'raw', type, signature };
}

export function text(type: string): TextAnswer {
  return { kind: 'text', type };
}

export function html(): TextAnswer {
  return text('text/html');
}

export function file(type: string): FileAnswer {
  return { kind: 'file', type };
}

export function redirect(): Redirect {
  return { kind: 'redirect' };
}

/** The schema of a JSON body or answer; null for any other kind. */
export function jsonSchema(part: z.ZodType | { kind: string } | undefined): z.ZodType | null {
  return part instanceof z.ZodType ? part : null;
}
