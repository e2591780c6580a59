import type { AmfValue } from './amf-types.ts';
import type { RtmpLink } from './link.ts';

/** What a server that takes publishes answers, in the words of Flash Media Server, which encoders wait for. */

/** The id of the one message stream that a connection may have. */
export const STREAM_ID = 1;
const PEER_BANDWIDTH = 2_500_000;
const PROPERTIES = { fmsVer: 'FMS/3,5,7,7009', capabilities: 31, mode: 1 };
const CONNECTED = {
  level: 'status',
  code: 'NetConnection.Connect.Success',
  description: 'Connection accepted.',
  objectEncoding: 0,
  fourCcList: ['*'],
  videoFourCcInfoMap: { '*': 4 },
  audioFourCcInfoMap: { '*': 4 },
  capsEx: 6,
};

/** The connection is accepted: our chunk size, both windows, and the result of `connect`. */
export function welcome(link: RtmpLink, transaction: number): Buffer {
  return Buffer.concat([
    // First, because its chunk size applies to what follows.
    link.opening(),
    link.peerBandwidth(PEER_BANDWIDTH),
    link.command('_result', transaction, [PROPERTIES, CONNECTED]),
  ]);
}

/** The connection is refused; encoders that log in read from the description how to go on. */
export function turnAway(
  link: RtmpLink,
  transaction: number,
  { description, later = false }: { description: string; later?: boolean },
): Buffer {
  const code = later ? 'NetConnection.Connect.Failed' : 'NetConnection.Connect.Rejected';
  const info = { level: 'error', code, description };
  return link.command('_error', transaction, [null, info]);
}

/** The result of a command that has none but, at most, a value. */
export function result(link: RtmpLink, transaction: number, value?: AmfValue): Buffer {
  return link.command('_result', transaction, [null, value]);
}

/** What becomes of the message stream. */
export function streamStatus(
  link: RtmpLink,
  status: { level: 'status' | 'error'; code: string; description: string },
): Buffer {
  return link.command('onStatus', 0, [null, status], STREAM_ID);
}

/** Answers `FCPublish` and `FCUnpublish`, beside their result: some encoders go on only then. */
export function fcAnswer(link: RtmpLink, command: 'FCPublish' | 'FCUnpublish', stream: AmfValue): Buffer {
  const code = command === 'FCPublish' ? 'NetStream.Publish.Start' : 'NetStream.Unpublish.Success';
  const description = typeof stream === 'string' ? withoutQuery(stream) : '';
  return link.command(`on${command}`, 0, [null, { level: 'status', code, description }]);
}

/** A stream name without the key that may follow it. */
export function withoutQuery(name: string): string {
  return name.split('?', 1)[0] ?? '';
}
