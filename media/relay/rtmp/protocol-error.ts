/** The peer sent bytes that RTMP, AMF or FLV does not allow. The connection has to be given up. */
export class ProtocolError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProtocolError';
  }
}
