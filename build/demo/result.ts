import type { IngestEngine } from '@neustream/shared/contracts/media-control.ts';
import type { RelayStatus } from '@neustream/shared/live/relay.ts';

export interface DemoDestination {
  name: string;
  protocol: 'rtmp' | 'rtmps';
  /** As the API showed it while the encoder was sending. */
  status: RelayStatus;
  /** Payload of sound and picture, counted by the receiving server. */
  received_bytes: number;
  /** The payload that the encoder sent from this destination's first frame on. */
  expected_bytes: number;
  /** From the encoder's publish to the first frame. */
  first_byte_ms: number | null;
}

export interface DemoResult {
  ok: boolean;
  /** Null when the demo failed before there was one. */
  ingest: IngestEngine | null;
  publish_to_all_ms: number | null;
  destinations: DemoDestination[];
  /** Why the result ends here. */
  error?: string;
}

/** The share of what was sent after its first byte that a destination must have received. */
const ENOUGH = 0.98;

/** Whether a destination was live and received (nearly) everything. */
export function isServed({
  status,
  received_bytes,
  expected_bytes,
  first_byte_ms,
}: DemoDestination): boolean {
  const some = first_byte_ms !== null && expected_bytes > 0;
  return status === 'LIVE' && some && received_bytes >= ENOUGH * expected_bytes;
}

export function demoResult(ingest: DemoResult['ingest'], destinations: DemoDestination[]): DemoResult {
  const firsts = destinations.map(({ first_byte_ms }) => first_byte_ms);
  const known = firsts.filter((ms) => ms !== null);
  return {
    ok: destinations.length > 0 && destinations.every(isServed),
    ingest,
    publish_to_all_ms: known.length === firsts.length && known.length > 0 ? Math.max(...known) : null,
    destinations,
  };
}

/** The result of a demo that was cut short. */
export function failedResult(error: string): DemoResult {
  return { ok: false, ingest: null, publish_to_all_ms: null, destinations: [], error };
}

/** The result as a table for people. */
export function demoTable({ destinations }: DemoResult): string {
  const rows = destinations.map((destination) => {
    const { name, protocol, status, received_bytes, expected_bytes, first_byte_ms } = destination;
    const share = expected_bytes === 0 ? 0 : (received_bytes / expected_bytes) * 100;
    return [
      isServed(destination) ? '✓' : '✗',
      name,
      protocol,
      status,
      `${(received_bytes / 2 ** 20).toFixed(2)} MB received`,
      `${share.toFixed(1)} % of what was sent`,
      first_byte_ms === null
        ? 'no picture came'
        : `first picture after ${(first_byte_ms / 1000).toFixed(2)} s`,
    ];
  });
  const widths = (rows[0] ?? []).map((_cell, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}
