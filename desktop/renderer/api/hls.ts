export interface HlsOptions {
  url: string;
  token: string;
  video: HTMLVideoElement;
  onFailed: () => void;
}

/** Plays low-latency HLS in a video element. The library is loaded on first use. Call the result to stop. */
export async function watchByHls({ url, token, video, onFailed }: HlsOptions): Promise<() => void> {
  const { default: Hls } = await import('hls.js');
  if (!Hls.isSupported()) {
    onFailed();
    return () => undefined;
  }
  const player = new Hls({
    lowLatencyMode: true,
    // Without a worker, no blob: script is needed, which the content security policy forbids.
    enableWorker: false,
    backBufferLength: 10,
    xhrSetup: (request) => request.setRequestHeader('authorization', `Bearer ${token}`),
  });
  player.on(Hls.Events.ERROR, (_, data) => {
    if (data.fatal) onFailed();
  });
  player.loadSource(url);
  player.attachMedia(video);
  return () => player.destroy();
}
