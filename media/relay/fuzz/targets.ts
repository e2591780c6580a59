import { Duplex } from 'node:stream';
import { parseRtmpAddress } from '@neustream/shared/destinations/rtmp-address.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { VideoHeaders } from '../codec/video-headers.ts';
import { isDisposable } from '../feed/disposable.ts';
import { Feed } from '../feed/feed.ts';
import { FlvDemuxer } from '../flv/demuxer.ts';
import { markFrameType } from '../input/frame-type.ts';
import { readTracks, singleTrack } from '../message/multitrack.ts';
import { unpackAggregate } from '../rtmp/aggregate.ts';
import { decodeAmf } from '../rtmp/amf-decode.ts';
import { encodeAmf } from '../rtmp/amf-encode.ts';
import { AMF0 } from '../rtmp/amf-types.ts';
import { RtmpClient } from '../rtmp/client.ts';
import { ClientHandshake, ServerHandshake } from '../rtmp/handshake.ts';
import { RtmpLink } from '../rtmp/link.ts';
import { loginQuery, readLoginAsk } from '../rtmp/login.ts';
import { MESSAGE } from '../rtmp/message-types.ts';
import { RtmpServerSession } from '../rtmp/server-session.ts';

/** Something that parses a stranger's bytes. It may throw ProtocolError and AppError, nothing else. */
export type Target = (bytes: Buffer) => void;

const AMF3_MARKER = Buffer.from([AMF0.amf3]);

/** Each target with the name of its folder in `testdata`. */
export const TARGETS: Readonly<Record<string, Target>> = {
  aggregate: (bytes) =>
    unpackAggregate({ type: MESSAGE.aggregate, timestamp: 0, streamId: 1, payload: bytes }, () => undefined),
  address: (bytes) => void parseRtmpAddress(bytes.toString('utf8')),
  amf: (bytes) => void decodeAmf(bytes),
  amf3: (bytes) => void encodeAmf(...decodeAmf(Buffer.concat([AMF3_MARKER, bytes]))),
  chunks: (bytes) => inPieces(bytes, newLink()),
  client: (bytes) => inPieces(bytes, newClient()),
  flv: (bytes) => inPieces(bytes, newFlvInput()),
  handshake: (bytes) => {
    new ClientHandshake().receive(bytes);
    new ServerHandshake().receive(bytes);
  },
  multitrack: (bytes) => cutTracks(bytes),
  login: (bytes) => answerLogin(bytes.toString('utf8')),
  server: (bytes) => serveOnce(bytes),
  'video-headers': (bytes) => headersOf(bytes),
};

/** Passes the bytes on in pieces whose sizes the bytes themselves decide, so that a finding can be repeated. */
function inPieces(bytes: Buffer, receive: (piece: Buffer) => void): void {
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + (bytes[at] ?? 0) * 7;
    receive(bytes.subarray(at, at + size));
    at += size;
  }
}

function newFeed(): Feed {
  const feed = new Feed({ clock: () => 0 });
  feed.beginInput();
  return feed;
}

function newLink(): (piece: Buffer) => void {
  const link = new RtmpLink({ send: () => undefined, onCommand: () => undefined, maxMessageBytes: 1 << 20 });
  return (piece) => link.receive(piece);
}

/** The bytes as the body of a video message: with every kind of input, as a header, and as a frame. */
function headersOf(bytes: Buffer): void {
  for (const trusted of [true, false]) {
    const headers = new VideoHeaders({ trusted, push: () => undefined });
    const body = Buffer.from(bytes);
    markFrameType(body);
    for (const timestamp of [0, 40]) headers.take({ kind: 'video', timestamp, payload: body });
  }
}

function newFlvInput(): (piece: Buffer) => void {
  const feed = newFeed();
  const demuxer = new FlvDemuxer((message) => feed.push(message));
  return (piece) => demuxer.receive(piece);
}

function nowhere(): Duplex {
  return new Duplex({ read: () => undefined, write: (_bytes, _encoding, done) => done() });
}

function newClient(): (piece: Buffer) => void {
  const client = new RtmpClient({ socket: nowhere(), maxMessageBytes: 64 * 1024 });
  client.receive(Buffer.concat([Buffer.from([3]), Buffer.alloc(2 * 1536)]));
  return (piece) => client.receive(piece);
}

/** Every track of it as a message of its own, and whether pictures can be left out. */
function cutTracks(bytes: Buffer): void {
  for (const kind of ['audio', 'video'] as const) {
    for (const { track } of readTracks(bytes, kind)) singleTrack(bytes, kind, track);
  }
  isDisposable(bytes);
}

function answerLogin(description: string): void {
  const ask = readLoginAsk(description);
  if (ask === null || ask.kind === 'refused') return;
  const login = { username: 'studio', password: new Secret('secret') };
  loginQuery(ask, { login, app: 'live', clientNonce: '00abcdef' });
}

/** A session hangs up on an encoder's mistakes, which would hide an error of ours, so it is reported here. */
function serveOnce(bytes: Buffer): void {
  const socket = nowhere();
  let internal = false;
  const session = new RtmpServerSession({
    socket,
    onPublish: async () => ({ accepted: true, onMessage: () => undefined }),
    onEnd: (end) => {
      internal = end === 'internal';
    },
  });
  session.receive(Buffer.concat([Buffer.from([3]), Buffer.alloc(2 * 1536)]));
  inPieces(bytes, (piece) => session.receive(piece));
  session.close('closed');
  socket.destroy();
  if (internal) throw new Error('the session ended because of an error of ours');
}
