import { NO_ENDPOINTS, type NodeEndpoints } from '@neustream/shared/contracts/media-control.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { IngestAddresses } from '@neustream/shared/sources/schemas.ts';
import type { Database } from '../infra/database/connect.ts';
import { newestNode } from './store.ts';

const SRT_PAYLOAD_BYTES = 1316;

/** Server addresses of a source as encoders display them, without a secret. */
export function serverAddresses(endpoints: NodeEndpoints, publicId: string) {
  const base = (address: string | null) => address?.replace(/\/+$/, '').replace(/\/live$/, '') ?? null;
  const [rtmp, rtmps, srt] = [base(endpoints.rtmp), base(endpoints.rtmps), base(endpoints.srt)];
  const [whip, whep, hls] = [base(endpoints.whip), base(endpoints.whep), base(endpoints.hls)];
  return {
    rtmp: rtmp && `${rtmp}/live`,
    rtmps: rtmps && `${rtmps}/live`,
    rtmp_login: endpoints.rtmpLogin ?? null,
    srt,
    whip: whip && `${whip}/live/${publicId}/whip`,
    whep: whep && `${whep}/live/${publicId}/whep`,
    hls: hls && `${hls}/live/${publicId}/index.m3u8`,
  };
}

/**
 * The endpoints that pages can use. Their browsers open no connection without TLS from a page that came over TLS (W3C
 * Mixed Content), and loopback is then the visitor's own machine.
 * @param pages.tls whether the pages are reached over TLS
 */
export function forPages(endpoints: NodeEndpoints, pages: { tls: boolean }): NodeEndpoints {
  // Nodes of an earlier version did not name it.
  const direct = endpoints.direct ?? null;
  const mayConnect = !pages.tls || direct === null || direct.startsWith('wss:');
  return { ...endpoints, direct: mayConnect ? direct : null };
}

interface IngestKey {
  key: Secret;
  /** `session`: for one session only. An encoder can log in only with the source's own. */
  of: 'source' | 'session';
}

/**
 * What to enter in an encoder. Where it has several fields, the key goes into one that encoders hide, never into the
 * address.
 */
export function ingestAddresses(
  endpoints: NodeEndpoints,
  publicId: string,
  { key, of }: IngestKey,
): IngestAddresses {
  const at = serverAddresses(endpoints, publicId);
  const secret = key.reveal();
  const login = { stream_key: publicId, username: publicId, password: secret };
  const stream_key = `${publicId}?key=${secret}`;
  const streamId = `publish:live/${publicId}:pub:${secret}`;
  return {
    rtmp: at.rtmp === null ? null : { server: at.rtmp, stream_key },
    rtmps: at.rtmps === null ? null : { server: at.rtmps, stream_key },
    // Only our own ingest reads a key from the path, and only it checks logins.
    rtmp_url: at.rtmp === null || at.rtmp_login === null ? null : { url: `${at.rtmp}/${publicId}/${secret}` },
    rtmp_login: at.rtmp_login === null || of === 'session' ? null : { server: at.rtmp_login, ...login },
    srt: at.srt === null ? null : { url: `${at.srt}?streamid=${streamId}&pkt_size=${SRT_PAYLOAD_BYTES}` },
    whip: at.whip === null ? null : { url: at.whip, bearer_token: secret },
    direct:
      endpoints.direct === null || of === 'source'
        ? null
        : { url: endpoints.direct, path: `live/${publicId}`, key: secret },
  };
}

/** Where the node that reported last accepts encoders, for sources that are not live on any node. */
export async function newestEndpoints(db: Database): Promise<NodeEndpoints> {
  return (await newestNode(db))?.endpoints ?? NO_ENDPOINTS;
}

/** Origins that pages fetch previews from and publish to, for their content security policy. */
export function mediaOrigins(endpoints: readonly NodeEndpoints[]): string[] {
  const addresses = endpoints.flatMap(({ whep, hls, whip, direct }) => [whep, hls, whip, direct ?? null]);
  const origins = addresses.flatMap((address) =>
    address === null ? [] : (URL.parse(address)?.origin ?? []),
  );
  return [...new Set(origins)];
}
