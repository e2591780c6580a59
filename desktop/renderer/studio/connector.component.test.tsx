import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMixer } from '../audio/public.ts';
import { SMALLEST_QUALITY } from '../broadcast/public.ts';
import { createEngine, type FromWorker } from '../engine/public.ts';
import { change, forgetCollection, openCollection, starterCollection, undo } from '../scenes/public.ts';
import { STARTER_NAMES } from '../scenes/testing/starter-names.ts';
import { Connector } from './connector.ts';
import { useInputStates } from './inputs-state.ts';

/** Every track that was captured. */
let captured: MediaStreamTrack[] = [];
/** Tries to capture that have not been answered. */
let asked = 0;
const { getUserMedia } = MediaDevices.prototype;

beforeEach(() => {
  captured = [];
  asked = 0;
  MediaDevices.prototype.getUserMedia = async function (constraints) {
    asked += 1;
    try {
      const stream = await getUserMedia.call(this, constraints);
      captured.push(...stream.getTracks());
      return stream;
    } finally {
      asked -= 1;
    }
  };
});

afterEach(() => {
  MediaDevices.prototype.getUserMedia = getUserMedia;
  forgetCollection();
});

const live = (kind: string) =>
  captured.filter((track) => track.kind === kind && track.readyState === 'live').length;

async function connected() {
  const collection = starterCollection(STARTER_NAMES);
  openCollection(collection, 'someone');
  const [mixer, engine] = [await createMixer(), createEngine()];
  const said: FromWorker[] = [];
  engine.on((message) => said.push(message));
  const connector = new Connector(engine, mixer, SMALLEST_QUALITY);
  return { collection, engine, connector, said, mixer };
}

test('of tries that overtake each other one remains, and nothing is captured once the studio is left', async () => {
  const { connector, engine, mixer, said } = await connected();
  const without = () =>
    change((all) => ({
      ...all,
      scenes: all.scenes.map((scene) => ({ ...scene, landscape: [], portrait: [] })),
    }));
  // The camera is still being opened when it goes, and again when it is there again.
  for (let times = 0; times < 3; times += 1) {
    without();
    undo();
  }
  await vi.waitFor(() => expect(asked).toBe(0), 10_000);
  await vi.waitFor(() => expect(live('video')).toBe(1), 10_000);
  expect(live('audio')).toBe(1);
  connector.close();
  expect(live('video') + live('audio')).toBe(0);
  expect(useInputStates.getState()).toEqual({});
  expect(said.filter(({ type }) => type === 'broken')).toEqual([]);
  engine.close();
  mixer.close();
});
