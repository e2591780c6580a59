import { Duplex } from 'node:stream';
import { type DirectAnswer, directAnswer } from '@neustream/shared/live/direct-publish.ts';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readCorpus } from '../../relay/fuzz/corpus.ts';
import { mutate, seededRandom } from '../../relay/fuzz/mutate.ts';
import type { MediaMessage, PublishVerdict, SessionEnd } from '../../relay/public.ts';
import { flv } from '../../relay/testing/flv.ts';
import { DirectSession, type DirectSessionOptions } from './direct-session.ts';
import { Measuring } from './measuring.ts';

const PUBLISH = `${JSON.stringify({ type: 'publish', path: 'live/abcdef', key: 'k', encoder: 'e' })}\n`;
const MEASURE = `${JSON.stringify({ type: 'measure', permit: 'p' })}\n`;
const SOON = { timeout: 5000, interval: 1 };
const MEDIA = [
  { kind: 'audio' as const, timestamp: 0, payload: Buffer.from('af0011', 'hex') },
  { kind: 'video' as const, timestamp: 5, payload: Buffer.from('170000000001', 'hex') },
  { kind: 'video' as const, timestamp: 40, payload: Buffer.from('2701000000aabbcc', 'hex') },
];

interface Page {
  session: DirectSession;
  answers: () => DirectAnswer[];
  /** Payloads that reached the feed. */
  payloads: string[];
  ends: SessionEnd[];
  publishes: unknown[];
}

type Decisions = Partial<Pick<DirectSessionOptions, 'onMeasure'>> & { refusal?: PublishVerdict };

function connect({ refusal, onMeasure = async () => 'REFUSED' }: Decisions = {}): Page {
  const written: Buffer[] = [];
  const socket = new Duplex({
    read: () => undefined,
    write: (bytes: Buffer, _, done) => {
      written.push(bytes);
      done();
    },
  });
  const payloads: string[] = [];
  const ends: SessionEnd[] = [];
  const publishes: unknown[] = [];
  const onMessage = ({ payload }: MediaMessage) => void payloads.push(payload.toString('hex'));
  const session = new DirectSession({
    socket,
    onPublish: async (ask) => {
      publishes.push(ask);
      return refusal ?? { accepted: true, onMessage };
    },
    onMeasure,
    onEnd: (end) => void ends.push(end),
  });
  const answers = () =>
    Buffer.concat(written)
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => directAnswer.parse(JSON.parse(line)));
  return { session, answers, payloads, ends, publishes };
}

async function admitted(page: Page, hello = PUBLISH): Promise<void> {
  page.session.receive(Buffer.from(hello));
  await vi.waitFor(() => expect(page.answers()).toEqual([{ type: 'admitted' }]), SOON);
}

describe('a page’s session', () => {
  it('reads its stream however it is cut', async () => {
    const stream = flv(MEDIA);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 20 })), async (cuts) => {
        const page = connect();
        page.session.receive(Buffer.from(PUBLISH.slice(0, 7)));
        await admitted(page, PUBLISH.slice(7));
        let at = 0;
        for (const cut of cuts) {
          page.session.receive(stream.subarray(at, at + cut));
          at += cut;
        }
        page.session.receive(stream.subarray(at));
        page.session.leave();
        expect(page.payloads).toEqual(MEDIA.map(({ payload }) => payload.toString('hex')));
        expect(page.publishes).toEqual([{ app: 'live', streamName: 'abcdef', query: 'key=k', encoder: 'e' }]);
      }),
      { numRuns: 50 },
    );
  });

  it('tells what it has read until it ends', async () => {
    const page = connect();
    await admitted(page);
    const stream = flv(MEDIA);
    page.session.receive(stream.subarray(0, 20));
    await vi.waitFor(() => expect(page.answers().at(-1)).toEqual({ type: 'received', bytes: 20 }), SOON);
    page.session.receive(stream.subarray(20));
    page.session.close('replaced');
    expect(page.answers().at(-1)).toEqual({ type: 'ended', code: 'REPLACED' });
  });

  it.each([
    ['NetStream.Failed', 'NOT_NOW'],
    ['NetStream.Publish.BadName', 'ALREADY_PUBLISHING'],
    ['NetStream.Publish.Denied', 'REFUSED'],
  ] as const)('is told why it is refused: %s as %s', async (code, said) => {
    const page = connect({ refusal: { accepted: false, code, description: '' } });
    page.session.receive(Buffer.from(PUBLISH));
    await vi.waitFor(() => expect(page.ends).toEqual(['rejected']), SOON);
    expect(page.answers()).toEqual([{ type: 'ended', code: said }]);
  });

  it('does not take media before it is admitted', () => {
    const page = connect();
    page.session.receive(Buffer.from(PUBLISH));
    page.session.receive(Buffer.from('FLV'));
    expect(page.ends).toEqual(['protocol']);
    expect(page.answers()).toEqual([{ type: 'ended', code: 'BROKEN' }]);
  });

  it('does not take a hello of more than 4 kB', () => {
    const page = connect();
    page.session.receive(Buffer.alloc(4096, 'x'));
    expect(page.ends).toEqual([]);
    page.session.receive(Buffer.from('x'));
    expect(page.ends).toEqual(['protocol']);
  });
});

describe('a page’s session that is waited for', () => {
  afterEach(() => vi.useRealTimers());

  it('says its hello within 5 s', () => {
    vi.useFakeTimers();
    const page = connect();
    vi.advanceTimersByTime(4000);
    page.session.receive(Buffer.from('{'));
    vi.advanceTimersByTime(1000);
    expect(page.answers()).toEqual([{ type: 'ended', code: 'SILENT' }]);
  });

  it('is gone after 10 s of silence', async () => {
    const page = connect();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    page.session.receive(Buffer.from(PUBLISH));
    await vi.advanceTimersByTimeAsync(9000);
    page.session.receive(flv([]));
    await vi.advanceTimersByTimeAsync(9999);
    expect(page.ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(page.answers().at(-1)).toEqual({ type: 'ended', code: 'SILENT' });
  });

  it('may come again when we did not answer in time', async () => {
    vi.useFakeTimers();
    const page = connect({ onMeasure: () => new Promise(() => undefined) });
    page.session.receive(Buffer.from(MEASURE));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(page.answers()).toEqual([{ type: 'ended', code: 'NOT_NOW' }]);
  });
});

describe('a page that measures', () => {
  it('is told what came, and when its time is over', async () => {
    let now = 0;
    const onEnd = vi.fn();
    const page = connect({ onMeasure: async () => new Measuring(() => now, onEnd) });
    await admitted(page, MEASURE);
    page.session.receive(Buffer.alloc(1000));
    now = 20_000;
    page.session.receive(Buffer.alloc(1000));
    expect(page.answers().slice(1)).toEqual([
      { type: 'received', bytes: 2000 },
      { type: 'ended', code: 'MEASURED' },
    ]);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('that hangs up before it may begin ends its measurement all the same', async () => {
    const verdict = Promise.withResolvers<Measuring>();
    const page = connect({ onMeasure: () => verdict.promise });
    page.session.receive(Buffer.from(MEASURE));
    page.session.close('closed');
    const onEnd = vi.fn();
    verdict.resolve(new Measuring(() => 0, onEnd));
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalledTimes(1), SOON);
    expect(page.answers()).toEqual([]);
  });
});

describe('whatever comes', () => {
  const RUNS = 400;

  it('instead of a hello, it ends with a reason, and never by an error of ours', () => {
    const random = seededRandom(20_261_126);
    const corpus = [Buffer.from(PUBLISH), Buffer.from(MEASURE), Buffer.from('{}\n'), Buffer.alloc(5000, 'x')];
    for (let run = 0; run < RUNS; run += 1) {
      const page = connect();
      inPieces(mutate(corpus, random), page);
      page.session.close('closed');
      expect(page.ends).toHaveLength(1);
      expect(page.ends).not.toContain('internal');
      for (const answer of page.answers()) expect(answer.type).toBe('ended');
    }
  });

  it('as a stream, it is told as broken at most', async () => {
    const random = seededRandom(20_261_127);
    const corpus = [flv(MEDIA), ...readCorpus('flv').map(({ bytes }) => bytes)];
    for (let run = 0; run < RUNS; run += 1) {
      const page = connect();
      await admitted(page);
      inPieces(mutate(corpus, random), page);
      page.session.close('closed');
      expect(page.ends).toHaveLength(1);
      expect(['closed', 'protocol']).toContain(page.ends[0]);
    }
  });
});

/** Cut where the bytes themselves decide, so that a finding can be repeated. */
function inPieces(bytes: Buffer, { session }: Page): void {
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + (bytes[at] ?? 0) * 3;
    session.receive(bytes.subarray(at, at + size));
    at += size;
  }
}
