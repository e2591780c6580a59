const ANSWER_MS = 8000;

export interface WhepOptions {
  url: string;
  token: string;
  onStream: (stream: MediaStream) => void;
  /** The picture cannot be played this way; another way has to be used. */
  onFailed: () => void;
  signal: AbortSignal;
}

/** Watches a path by WHEP (draft-ietf-wish-whep): one offer posted, one answer back. */
export async function watchByWhep({ url, token, onStream, onFailed, signal }: WhepOptions): Promise<void> {
  const peer = new RTCPeerConnection();
  let resource: string | null = null;
  const headers = { authorization: `Bearer ${token}` };
  const close = (): void => {
    peer.close();
    if (resource !== null)
      fetch(resource, { method: 'DELETE', headers, keepalive: true }).catch(() => undefined);
  };
  signal.addEventListener('abort', close, { once: true });
  const stream = new MediaStream();
  peer.addEventListener('track', ({ track }) => {
    stream.addTrack(track);
    onStream(stream);
  });
  peer.addEventListener('connectionstatechange', () => {
    if (peer.connectionState === 'failed' && !signal.aborted) onFailed();
  });
  try {
    peer.addTransceiver('video', { direction: 'recvonly' });
    peer.addTransceiver('audio', { direction: 'recvonly' });
    await peer.setLocalDescription(await peer.createOffer());
    await gathered(peer);
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/sdp' },
      body: peer.localDescription?.sdp ?? '',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    if (!response.ok) throw new Error(`WHEP answered ${response.status}`);
    const location = response.headers.get('location');
    if (location !== null) resource = new URL(location, url).href;
    await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
  } catch {
    if (!signal.aborted) onFailed();
  }
}

function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 1000);
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return;
      clearTimeout(timer);
      resolve();
    });
  });
}
