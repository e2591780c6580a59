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
} as const;

export type AmfValue = number | boolean | string | null | undefined | Date | AmfValue[] | AmfObject;
/** Decoded objects have no prototype, so a peer's property names cannot collide with ours. */
export interface AmfObject {
  [key: string]: AmfValue;
}

export function isAmfObject(value: AmfValue): value is AmfObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
