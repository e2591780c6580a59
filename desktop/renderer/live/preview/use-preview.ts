import type { RefObject } from 'react';
import { useEffect, useState } from 'react';
import { watchByHls } from '../../api/hls.ts';
import { watchByWhep } from '../../api/whep.ts';

/** `instant`: WebRTC, a fraction of a second behind; `sound`: low-latency HLS, a few seconds behind. */
export type PreviewMode = 'instant' | 'sound';
export type PreviewState = 'loading' | 'playing' | 'failed';

export interface PreviewSource {
  whepUrl: string | null;
  hlsUrl: string | null;
  token: string;
}

export interface PreviewOptions {
  source: PreviewSource | null;
  mode: PreviewMode;
  video: RefObject<HTMLVideoElement | null>;
  /** Changes when the encoder (re)appears or the user asks again, which reloads the picture. */
  turn: string;
}

/** Plays the preview; where WebRTC cannot carry the picture, HLS takes over. */
export function usePreview({ source, mode, video, turn }: PreviewOptions): PreviewState {
  const [state, setState] = useState<PreviewState>('loading');
  const whepUrl = source?.whepUrl ?? null;
  const hlsUrl = source?.hlsUrl ?? null;
  const token = source?.token ?? '';

  useEffect(() => {
    const element = video.current;
    if (element === null || turn === '' || (whepUrl === null && hlsUrl === null)) return;
    const ending = new AbortController();
    const { signal } = ending;
    let stopHls: (() => void) | null = null;
    setState('loading');
    const onPlaying = (): void => setState('playing');
    element.addEventListener('playing', onPlaying, { signal });

    async function byHls(): Promise<void> {
      if (element === null || signal.aborted) return;
      element.srcObject = null;
      if (hlsUrl === null) return setState('failed');
      const stop = await watchByHls({
        url: hlsUrl,
        token,
        video: element,
        onFailed: () => setState('failed'),
      });
      if (signal.aborted) stop();
      else stopHls = stop;
      element.play().catch(() => undefined);
    }

    if (mode === 'instant' && whepUrl !== null) {
      void watchByWhep({
        url: whepUrl,
        token,
        signal,
        onFailed: () => void byHls(),
        onStream: (stream) => {
          element.srcObject = stream;
          element.play().catch(() => undefined);
        },
      });
    } else void byHls();

    return () => {
      ending.abort();
      stopHls?.();
      element.srcObject = null;
    };
  }, [whepUrl, hlsUrl, token, mode, turn, video]);

  return state;
}
