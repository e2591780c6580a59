import { describe, expect, it } from 'vitest';
import { figuresOf } from './figures.ts';
import { slope } from './measure/soak.ts';
import { parseBenchOptions } from './options.ts';
import type { Row } from './result.ts';
import { STAMP_END, stamp, stampOf } from './stamp.ts';
import { resultAsText } from './table.ts';

function row(engine: Row['engine'], outputs: number, cpu: number, pss = 50): Row {
  return {
    engine,
    outputs,
    cpu_percent: cpu,
    pss_mb: pss,
    publish_to_all_ms: 400,
    delivered_percent: 100,
    delay_p50_ms: 5,
    delay_p99_ms: 11,
    healthy_percent_while_one_stalls: 100,
    comeback_ms: 300,
    rtmps: true,
  };
}

describe('options of the bench', () => {
  it('are the specified ones when none are given', () => {
    expect(parseBenchOptions([])).toMatchObject({
      outputs: [10, 50],
      seconds: 12,
      stallSeconds: 30,
      json: false,
    });
  });

  it('that make no sense are named with what would', () => {
    expect(() => parseBenchOptions(['--outputs', '10,many'])).toThrow('from 1 to 500, not "many"');
    expect(() => parseBenchOptions(['--engines', 'srs'])).toThrow('there is no "srs"');
  });
});

describe('figures', () => {
  it('compare with the peers of the same run, at the largest number of outputs', () => {
    const rows = [
      row('neustream-mediamtx', 10, 3, 60),
      row('neustream-mediamtx', 50, 6, 64),
      row('mediamtx-forward', 50, 20),
      row('ffmpeg-copy', 50, 50),
    ];
    const figures = figuresOf(rows);
    const value = (part: string) => figures.find(({ name }) => name.includes(part));
    expect(value('÷ MediaMTX forward')).toMatchObject({ value: 0.3, ok: true });
    expect(value('÷ N × ffmpeg')).toMatchObject({ value: 0.12, ok: true });
    expect(value('memory per extra output')).toMatchObject({ value: 0.1, ok: true });
  });

  it('are left out when a peer is missing or nothing could be measured', () => {
    expect(figuresOf([row('neustream-builtin', 50, 2)]).some(({ name }) => name.includes('nginx'))).toBe(
      false,
    );
    expect(figuresOf([])).toEqual([]);
  });

  it('say which target was missed', () => {
    const rows = [row('neustream-builtin', 50, 3), row('nginx-rtmp', 50, 2)];
    const machine = { cpu: 'x', cores: 2, memory_mb: 1, system: 'y', node: 'z', load_before: 0 };
    const text = resultAsText({ machine, rows, figures: figuresOf(rows), skipped: [] });
    expect(text).toMatch(
      /MISSED {3}CPU with the built-in ingest ÷ nginx-rtmp, at 50 outputs\s+1.5 ×\s+target < 1/,
    );
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
