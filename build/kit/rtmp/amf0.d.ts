/** Values of AMF0 that RTMP commands use (Adobe AMF 0 specification, December 2007). */
export type AmfValue =
  | number
  | boolean
  | string
  | null
  | AmfValue[]
  | {
      [key: string]: AmfValue;
    };
export declare function isObject(value: AmfValue | undefined): value is {
  [key: string]: AmfValue;
};
/** Encodes values one after another, as the payload of a command or data message. */
export declare function encodeAmf(values: AmfValue[]): Buffer;
/**
 * Decodes all values of a payload.
 * @throws RangeError when it is cut, Error at a type that commands do not use.
 */
export declare function decodeAmf(payload: Buffer): AmfValue[];
