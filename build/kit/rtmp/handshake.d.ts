/** Bytes of C1, C2, S1 and S2 (RTMP specification 1.0, section 5.2). */
export declare const HANDSHAKE_BYTES = 1536;
/** What our side sends first: its version and 1536 bytes (C0+C1, or S0+S1). */
export declare function hello(): Buffer;
/** Collects exactly `length` bytes, then returns them together with what came after them. */
export declare class Collector {
  #private;
  constructor(length: number);
  /** Undefined until all of it is there. */
  add(data: Buffer):
    | {
        whole: Buffer;
        rest: Buffer;
      }
    | undefined;
}
