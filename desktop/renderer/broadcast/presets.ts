import { fitsQuality, parseQuality } from '@neustream/shared/billing/quality.ts';

/** A quality of the studio's programme. Bitrates in bits per second. */
export interface QualityPreset {
  name: '720p30' | '1080p30' | '1080p60';
  width: number;
  height: number;
  frameRate: number;
  videoBitrate: number;
  audioBitrate: number;
  /** What the uplink has to carry. */
  minBandwidth: number;
}

/** What nearly every computer and uplink can do. */
export const SMALLEST_QUALITY: QualityPreset = {
  name: '720p30',
  width: 1280,
  height: 720,
  frameRate: 30,
  videoBitrate: 2_500_000,
  audioBitrate: 128_000,
  minBandwidth: 3_000_000,
};

/** From the best down. */
export const QUALITY_PRESETS: readonly QualityPreset[] = [
  {
    name: '1080p60',
    width: 1920,
    height: 1080,
    frameRate: 60,
    videoBitrate: 6_000_000,
    audioBitrate: 160_000,
    minBandwidth: 7_500_000,
  },
  {
    name: '1080p30',
    width: 1920,
    height: 1080,
    frameRate: 30,
    videoBitrate: 4_500_000,
    audioBitrate: 160_000,
    minBandwidth: 5_500_000,
  },
  SMALLEST_QUALITY,
];

/** Why a preset cannot be used. */
export type Hindrance = 'uplink' | 'plan' | 'computer';

export interface Means {
  /** Bits per second that the uplink carried; null when it was not measured. */
  bandwidth: number | null;
  /** The best quality of the plan, such as `1080p30`; null for any. */
  plan: string | null;
  /** Whether this computer can encode it in time. */
  canEncode: (preset: QualityPreset) => boolean;
}

/** What is in the way of a preset. */
export function hindrances(preset: QualityPreset, { bandwidth, plan, canEncode }: Means): Hindrance[] {
  const best = plan === null ? null : parseQuality(plan);
  return [
    ...(bandwidth !== null && bandwidth < preset.minBandwidth ? (['uplink'] as const) : []),
    ...(best !== null && !fitsQuality(best, preset) ? (['plan'] as const) : []),
    ...(canEncode(preset) ? [] : (['computer'] as const)),
  ];
}

/** The best preset that everything allows; null where none does. */
export function bestPreset(means: Means): QualityPreset | null {
  return QUALITY_PRESETS.find((preset) => hindrances(preset, means).length === 0) ?? null;
}

/** What a computer can encode in time, as far as it says: with a graphics card's encoder everything, else by its cores. */
export function encodable({ hardware, cores }: { hardware: boolean; cores: number }) {
  return ({ name }: QualityPreset): boolean => {
    if (hardware || name === '720p30') return true;
    return name === '1080p30' ? cores >= 4 : cores >= 8;
  };
}

/** Whether a graphics card of this computer encodes H.264. */
export async function hasHardwareEncoder(): Promise<boolean> {
  const config: VideoEncoderConfig = {
    codec: 'avc1.4D0028',
    width: 1920,
    height: 1080,
    framerate: 30,
    bitrate: 4_500_000,
    hardwareAcceleration: 'prefer-hardware',
  };
  const answer = await VideoEncoder.isConfigSupported(config).catch(() => null);
  return answer?.supported === true;
}
