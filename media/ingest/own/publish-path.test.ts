import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectAsk, publishAsk } from '../../relay/rtmp/asks.ts';
import { publishPath } from './publish-path.ts';

const ID = 'abcdef12';

/** What an encoder's `connect` and `publish` say. */
function read(connect: Record<string, string>, streamName: string) {
  const path = publishPath(publishAsk(connectAsk(connect), streamName));
  return path === null ? null : { ...path, key: path.key.reveal() };
}

describe('where an encoder publishes, and its key', () => {
  it.each([
    ['the query of the stream name', { app: 'live' }, `${ID}?key=k1`],
    ['the query of the application', { app: 'live?key=k1' }, ID],
    ['the query of the address', { app: 'live', tcUrl: 'rtmp://a.example/live?key=k1' }, ID],
    ['the query of both', { app: 'live?key=k1', tcUrl: 'rtmp://a.example/live?key=k1' }, ID],
    ['a path that ends in the stream name', { app: 'live' }, `${ID}/k1`],
    ['a path that ends in the stream name, as FFmpeg splits it', { app: `live/${ID}` }, 'k1'],
    ['a path that is all application', { app: `/live/${ID}/k1/` }, ''],
    ['an escaped path', { app: 'live' }, `${ID}/%6b1`],
    ['an escaped query', { app: 'live' }, `${ID}?a=b&key=%6B1`],
  ])('are found in %s', (_place, connect, streamName) => {
    expect(read(connect, streamName)).toEqual({ publicId: ID, key: 'k1', login: false });
  });

  it('are the public id alone for an encoder that logs in', () => {
    const app = 'login?authmod=adobe&user=abcdef12';
    expect(read({ app }, ID)).toEqual({ publicId: ID, key: '', login: true });
  });

  it.each([
    [{ app: 'other' }, `${ID}?key=k1`],
    [{ app: 'live' }, 'ABC?key=k1'],
    [{ app: 'live' }, `${ID}/k1/more`],
    [{ app: 'live' }, `../live/${ID}`],
    [{ app: 'login' }, `${ID}/k1`],
    [{}, ''],
    [{ app: 'live' }, '%zz/k1'],
  ])('are not found in %j and %s', (connect, streamName) => {
    expect(read(connect, streamName)).toBeNull();
  });

  it('are nothing or harmless, whatever an encoder sends', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('live', 'login', ID, '/', '?', '%', 'key=', '..'));
    const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, text, (app, tcUrl, streamName) => {
        const path = read({ app, tcUrl }, streamName);
        if (path !== null) expect(path.publicId).toMatch(/^[a-z0-9]{6,40}$/);
      }),
    );
  });
});
