/** A seeded source of numbers from 0 to 1 (mulberry32, exclusive), so that every finding can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Values at which lengths, counts and signs go wrong. */
const EDGES = [0x00, 0x01, 0x03, 0x09, 0x7f, 0x80, 0xc0, 0xfe, 0xff];
const MAX_BYTES = 64 * 1024;

type Mutation = (bytes: Buffer, random: () => number, corpus: readonly Buffer[]) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  flipBit,
  setEdge,
  setEdgeRun,
  cut,
  remove,
  duplicate,
  insertNoise,
  splice,
];

/** A copy of one of the corpus, changed in a few places. */
export function mutate(corpus: readonly Buffer[], random: () => number): Buffer {
  let bytes: Buffer = Buffer.from(pick(corpus, random) ?? Buffer.alloc(0));
  const changes = 1 + Math.floor(random() * 6);
  for (let change = 0; change < changes; change += 1) {
    bytes = pick(MUTATIONS, random)?.(bytes, random, corpus) ?? bytes;
  }
  return bytes.subarray(0, MAX_BYTES);
}

function pick<T>(list: readonly T[], random: () => number): T | undefined {
  return list[Math.floor(random() * list.length)];
}

function place(bytes: Buffer, random: () => number): number {
  return Math.floor(random() * bytes.length);
}

function flipBit(bytes: Buffer, random: () => number): Buffer {
  const at = place(bytes, random);
  if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  return bytes;
}

function setEdge(bytes: Buffer, random: () => number): Buffer {
  if (bytes.length > 0) bytes[place(bytes, random)] = pick(EDGES, random) ?? 0;
  return bytes;
}

function setEdgeRun(bytes: Buffer, random: () => number): Buffer {
  const at = place(bytes, random);
  return bytes.fill(pick(EDGES, random) ?? 0, at, Math.min(bytes.length, at + 4));
}

function cut(bytes: Buffer, random: () => number): Buffer {
  return Buffer.from(bytes.subarray(0, place(bytes, random)));
}

function remove(bytes: Buffer, random: () => number): Buffer {
  const at = place(bytes, random);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + Math.floor(random() * 16))]);
}

function duplicate(bytes: Buffer, random: () => number): Buffer {
  const at = place(bytes, random);
  const end = at + Math.floor(random() * 200);
  return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
}

function insertNoise(bytes: Buffer, random: () => number): Buffer {
  const at = place(bytes, random);
  const noise = Buffer.from(
    Array.from({ length: 1 + Math.floor(random() * 12) }, () => Math.floor(random() * 256)),
  );
  return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
}

function splice(bytes: Buffer, random: () => number, corpus: readonly Buffer[]): Buffer {
  const other = pick(corpus, random) ?? bytes;
  return Buffer.concat([bytes.subarray(0, place(bytes, random)), other.subarray(place(other, random))]);
}
