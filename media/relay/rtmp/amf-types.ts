/** AMF0 type markers (Adobe AMF 0 specification, section 2.1). */
export const AMF0 = {
  number: 0,
  boolean: 1,
  string: 2,
  object: 3,
  null: 5,
  undefined: 6,
  ecmaArray: 8,
  objectEnd: 9,
  strictArray: 10,
  date: 11,
  longString: 12,
  xml: 15,
  typedObject: 16,
  /** `avmplus`: the next value is AMF3 (section 3.1). */
  amf3: 17,
} as const;

/** AMF3 type markers (Adobe AMF 3 specification, 2013, section 3.1). */
export const AMF3 = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  integer: 4,
  double: 5,
  string: 6,
  xmlDocument: 7,
  date: 8,
  array: 9,
  object: 10,
  xml: 11,
  byteArray: 12,
  intVector: 13,
  uintVector: 14,
  doubleVector: 15,
  objectVector: 16,
  dictionary: 17,
} as const;

export type AmfValue = number | boolean | string | null | undefined | Date | AmfValue[] | AmfObject;
/** Decoded objects have no prototype, so a peer's property names cannot collide with ours. */
export interface AmfObject {
  [key: string]: AmfValue;
}

export function isAmfObject(value: AmfValue): value is AmfObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
