import type { RelayReasonCode } from '@neustream/shared/live/relay.ts';
import { type AmfValue, isAmfObject } from './amf-types.ts';
import type { Command } from './link.ts';

/** What a server answered to a command, from its info object. */
export interface Status {
  error: boolean;
  code: string;
  description: string;
}

/** Reads the info object of `_result`, `_error` and `onStatus`. */
export function readStatus({ name, args }: Command): Status {
  const info: AmfValue = args.findLast((value) => isAmfObject(value)) ?? {};
  const { code, level, description } = isAmfObject(info) ? info : {};
  return {
    error: name === '_error' || level === 'error',
    code: typeof code === 'string' ? code : '',
    description: typeof description === 'string' ? description : '',
  };
}

/**
 * Why a server refused `connect`, `createStream` or `publish`, by its status code
 * (RTMP specification 1.0, section 7.2, and what nginx-rtmp, SRS, Wowza and the platforms add).
 */
export function rejectionReason(step: 'connect' | 'createStream' | 'publish', code: string): RelayReasonCode {
  if (step === 'connect') return 'CONNECT_REJECTED';
  if (/codec|Format/i.test(code)) return 'CODEC_UNSUPPORTED';
  if (step === 'createStream') return 'CONNECT_REJECTED';
  return 'KEY_REJECTED';
}
