import type { RelayReasonCode } from '@neustream/shared/live/relay.ts';
import { type AmfValue, isAmfObject } from './amf-types.ts';
import type { Command } from './link.ts';

/** What a server answered to a command, or says unasked, from its info object. */
export interface Status {
  error: boolean;
  code: string;
  description: string;
  /** Where to go instead: `ex.redirect` beside code 302, as Flash Media Server, Wowza and SRS say it. */
  redirect: string | null;
  /** Where to reconnect to, absolute or relative (enhanced RTMP v2, Reconnect Request). */
  tcUrl: string | null;
}

const REDIRECTED = 302;

/** Reads the info object of `_result`, `_error` and `onStatus`. */
export function readStatus({ name, args }: Command): Status {
  const info: AmfValue = args.findLast((value) => isAmfObject(value)) ?? {};
  const { code, level, description, ex, tcUrl } = isAmfObject(info) ? info : {};
  const { code: number, redirect } = isAmfObject(ex) ? ex : {};
  return {
    error: name === '_error' || level === 'error',
    code: typeof code === 'string' ? code : '',
    description: typeof description === 'string' ? description : '',
    redirect: number === REDIRECTED && typeof redirect === 'string' ? redirect : null,
    tcUrl: typeof tcUrl === 'string' && tcUrl !== '' ? tcUrl : null,
  };
}

/** Whether a server refused. */
export function isRefusal({ error, code }: Status): boolean {
  return error || /\.(BadName|Denied|Rejected|Failed|InvalidApp|InvalidArg)$/.test(code);
}

/** Whether a server asks to be left for another connection. */
export function asksToReconnect({ code }: Status): boolean {
  return code === 'NetConnection.Connect.ReconnectRequest';
}

/**
 * Why a server refused `connect`, `createStream` or `publish`, by its status code
 * (RTMP specification 1.0, section 7.2, and what nginx-rtmp, SRS, Wowza and the platforms add).
 */
export function rejectionReason(step: 'connect' | 'createStream' | 'publish', code: string): RelayReasonCode {
  // Not rejected: not taken now.
  if (step === 'connect' && /Connect\.(Failed|AppShutdown)$/.test(code)) return 'CONNECTION_CLOSED';
  if (step === 'connect') return 'CONNECT_REJECTED';
  if (/codec|Format/i.test(code)) return 'CODEC_UNSUPPORTED';
  if (step === 'createStream') return 'CONNECT_REJECTED';
  return 'KEY_REJECTED';
}
