import { readFileSync, rmSync } from 'node:fs';
import { writeFileAtomically } from '@neustream/shared/node/atomic-file.ts';
import { z } from 'zod';

const port = z.number().int().min(1).max(65_535);

/** What a later start needs to know to adopt a MediaMTX that is still running. Contains no user's secret. */
const mediamtxState = z.object({
  pid: z.number().int().positive(),
  configHash: z.string(),
  /** Where MediaMTX asks us who may publish. */
  controlPort: port,
  /** Whether it took RTMP of encoders. */
  takesRtmp: z.boolean().default(true),
  ports: z.object({
    rtmp: port,
    rtmps: port.nullable(),
    srt: port,
    hls: port,
    webrtc: port,
    webrtcUdp: port,
    /** 0 where an earlier version had none: then its MediaMTX cannot be adopted. */
    webrtcTcp: port.or(z.literal(0)).default(0),
    api: port,
    rtsp: port,
  }),
});
export type MediamtxState = z.infer<typeof mediamtxState>;

/** The state that an earlier start left; null when there is none or it cannot be read. */
export function readState(file: string): MediamtxState | null {
  try {
    return mediamtxState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

export function writeState(file: string, state: MediamtxState): void {
  writeFileAtomically(file, JSON.stringify(state));
}

export function forgetState(file: string): void {
  rmSync(file, { force: true });
}
