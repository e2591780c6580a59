import { type AmfValue } from '../rtmp/amf0.ts';
import type { ReceivingConnection } from '../rtmp/receiving.ts';
/** What chatty servers say before they answer a publisher's command, and what broken ones do. */
export declare function sayOddThings([name, transaction]: readonly AmfValue[], to: ReceivingConnection): void;
