import { type AmfValue, encodeAmf } from '../rtmp/amf0.ts';
import type { ReceivingConnection } from '../rtmp/receiving.ts';

/** Commands whose values end too early, have a type that does not exist, or have no name. */
const UNREADABLE = [
  Buffer.concat([encodeAmf(['onStatus', 0]), Buffer.from([3, 0, 200, 1])]),
  Buffer.concat([encodeAmf(['onMetaData', 0]), Buffer.from([0x7f])]),
  encodeAmf([7, 7, 7]),
  Buffer.alloc(0),
];

/** What chatty servers say before they answer a publisher's command, and what broken ones do. */
export function sayOddThings([name, transaction = 0]: readonly AmfValue[], to: ReceivingConnection): void {
  for (const payload of UNREADABLE) to.command(payload);
  to.answer(['onBWDone', 0, null, 8192]);
  to.answer(['_result', 4711, null, null]);
  if (name === 'FCPublish') to.answer(['onFCPublish', 0, null, { code: 'NetStream.Publish.Start' }]);
  if (name === 'FCPublish' || name === 'releaseStream') {
    to.answer(['_error', transaction, null, { level: 'error', code: 'NetConnection.Call.Failed' }]);
  }
}
