import { encoderName } from '../encoder-name.ts';
import { decodeAmf } from '../rtmp/amf-decode.ts';
import { type AmfValue, isAmfObject } from '../rtmp/amf-types.ts';

/** What an input says about itself. Null: not known (yet). */
export interface MediaFacts {
  videoCodec: string | null;
  audioCodec: string | null;
  width: number | null;
  height: number | null;
  /** The encoder's own name, such as `obs-output module` or `Lavf60.3.100`. */
  encoder: string | null;
}

export const NO_MEDIA_FACTS: MediaFacts = Object.freeze({
  videoCodec: null,
  audioCodec: null,
  width: null,
  height: null,
  encoder: null,
});

const MAX_DIMENSION = 65_535;

/** Reads size and encoder from an onMetaData payload. Metadata that cannot be parsed yields nothing. */
export function metadataFacts(payload: Buffer): Pick<MediaFacts, 'width' | 'height' | 'encoder'> {
  const object = decodeLeniently(payload).find((value) => isAmfObject(value)) ?? {};
  if (!isAmfObject(object)) return { width: null, height: null, encoder: null };
  const { width, height, encoder } = object;
  return { width: dimension(width), height: dimension(height), encoder: encoderName(encoder) };
}

function decodeLeniently(payload: Buffer): AmfValue[] {
  try {
    return decodeAmf(payload);
  } catch {
    return [];
  }
}

function dimension(value: AmfValue): number | null {
  return typeof value === 'number' && value > 0 && value <= MAX_DIMENSION ? Math.round(value) : null;
}
