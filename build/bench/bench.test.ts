import { describe, expect, it } from 'vitest';
import { DelayCounts, delaysOf } from './delays.ts';
import { figuresOf } from './figures.ts';
import { slope } from './measure/soak.ts';
import { parseBenchOptions } from './options.ts';
import type { Row } from './result.ts';
import { STAMP_END, stamp, stampOf } from './stamp.ts';
import { resultAsText } from './table.ts';

function row(engine: Row['engine'], outputs: number, more: Partial<Row> = {}): Row {
  return {
    engine,
    sessions: 1,
    outputs,
    rtmps: false,
    cpu_percent: 3,
    pss_mb: 50,
    publish_to_all_ms: 400,
    delivered_percent: 100,
    delay_p50_ms: 5,
    delay_p99_ms: 11,
    encoders_late: false,
    healthy_percent_while_one_stalls: 100,
    comeback_ms: 300,
    ...more,
  };
}

describe('options of the bench', () => {
  it('are the specified ones when none are given', () => {
    const options = parseBenchOptions([]);
    expect(options).toMatchObject({ seconds: 12, rounds: 1, stallSeconds: 30, rtmps: true, json: false });
    expect(options.scenes.map(({ sessions, outputs }) => [sessions, outputs])).toEqual([
      [1, 10],
      [1, 50],
      [20, 3],
      [50, 3],
    ]);
  });

  it('name sessions and outputs; many sessions have three outputs each', () => {
    const scenes = (...argv: string[]) =>
      parseBenchOptions(argv).scenes.map(({ sessions, outputs }) => [sessions, outputs]);
    expect(scenes('--outputs', '50')).toEqual([[1, 50]]);
    expect(scenes('--sessions', '50,20')).toEqual([
      [20, 3],
      [50, 3],
    ]);
    expect(scenes('--sessions', '1,20', '--outputs', '5')).toEqual([
      [1, 5],
      [20, 5],
    ]);
  });

  it('that make no sense are named with what would', () => {
    expect(() => parseBenchOptions(['--outputs', '10,many'])).toThrow('from 1 to 500, not "many"');
    expect(() => parseBenchOptions(['--engines', 'srs'])).toThrow('there is no "srs"');
  });
});

describe('figures', () => {
  const named = (rows: Row[], part: string) => figuresOf(rows).find(({ name }) => name.includes(part));

  it('compare with the peers of the same run, at the largest number of outputs', () => {
    const rows = [
      row('neustream-builtin', 10, { cpu_percent: 1, pss_mb: 60 }),
      row('neustream-builtin', 50, { cpu_percent: 4, pss_mb: 64 }),
      row('mediamtx-forward', 50, { cpu_percent: 20 }),
      row('nginx-rtmp', 50, { cpu_percent: 4 }),
      row('kernel', 50, { cpu_percent: 2.5 }),
    ];
    expect(named(rows, '÷ MediaMTX forward')).toMatchObject({ value: 0.2, ok: true });
    expect(named(rows, '÷ nginx-rtmp')).toMatchObject({ value: 1, ok: true });
    expect(named(rows, 'kernel')).toMatchObject({ value: 1.6, ok: false });
    expect(named(rows, 'memory per output')).toMatchObject({ value: 0.1, ok: true });
  });

  it('compare media that is held longer with nginx only at a delay that is not above nginx’s', () => {
    const nginx = row('nginx-rtmp', 50, { delay_p99_ms: 22 });
    const held = (delay_p99_ms: number) =>
      row('neustream-builtin-held', 50, { delay_p99_ms, cpu_percent: 2.4 });
    expect(named([nginx, held(21)], 'held longer')).toMatchObject({ value: 0.8, target: '≤ 0.9', ok: true });
    expect(named([nginx, held(23)], 'held longer')).toBeUndefined();
  });

  it('tell the memory of a session from that of its outputs, and RTMPS from RTMP', () => {
    const rows = [
      row('neustream-builtin', 10, { pss_mb: 51 }),
      row('neustream-builtin', 50, { pss_mb: 55 }),
      row('neustream-builtin', 10, { pss_mb: 56, rtmps: true }),
      row('neustream-builtin', 50, { pss_mb: 80, rtmps: true }),
      row('neustream-builtin', 3, { sessions: 50, pss_mb: 163 }),
    ];
    expect(named(rows, 'memory per session')).toMatchObject({ value: 2, ok: true });
    expect(named(rows, 'memory per output')).toMatchObject({ value: 0.1, ok: true });
    expect(named(rows, 'memory per RTMPS output')).toMatchObject({ value: 0.6, ok: false });
  });

  it('are left out when a peer is missing or nothing could be measured', () => {
    expect(named([row('neustream-builtin', 50)], 'nginx')).toBeUndefined();
    expect(figuresOf([])).toEqual([]);
  });

  it('say which target was missed', () => {
    const rows = [
      row('neustream-builtin', 50, { encoders_late: true }),
      row('nginx-rtmp', 50, { cpu_percent: 2 }),
    ];
    const machine = { cpu: 'x', cores: 2, memory_mb: 1, system: 'y', node: 'z', load_before: 0 };
    const soak = [{ engine: 'neustream-builtin' as const, minutes: [{ minute: 1, own_mb: 61.25 }] }];
    const text = resultAsText({ machine, rows, figures: figuresOf(rows), soak, skipped: [] });
    expect(text).toMatch(/MISSED {3}1 × 50: own ingest ÷ nginx-rtmp\s+1.5 ×\s+target ≤ 1.1/);
    expect(text).toContain('11.0 ms (late input)');
    expect(text).toContain('1 min: 61.3');
  });

  it('take the slope of memory over time', () => {
    expect(
      slope([
        [0, 10],
        [1, 12],
        [2, 14],
      ]),
    ).toBeCloseTo(2);
    expect(slope([[1, 5]])).toBe(0);
  });
});

describe('time stamps in sound frames', () => {
  it('are read back, and nothing else is taken for one', () => {
    const payload = Buffer.alloc(100);
    expect(stampOf(payload)).toBeUndefined();
    stamp(payload, 1_795_361_324_128.25);
    expect(stampOf(payload.subarray(0, STAMP_END))).toBe(1_795_361_324_128.25);
    expect(stampOf(payload.subarray(0, STAMP_END - 1))).toBeUndefined();
  });
});

describe('delays of several sinks', () => {
  it('are put together to one median and one worst hundredth', () => {
    const [quick, slow] = [new DelayCounts(), new DelayCounts()];
    for (let i = 0; i < 98; i += 1) quick.add(5);
    slow.add(30);
    slow.add(30);
    const { count, p50, p99 } = delaysOf([quick.counts, slow.counts]);
    expect(count).toBe(100);
    expect(p50).toBeCloseTo(5, 0);
    expect(p99).toBeCloseTo(30, 0);
    expect(delaysOf([new DelayCounts().counts])).toEqual({ count: 0, p50: null, p99: null });
  });
});
