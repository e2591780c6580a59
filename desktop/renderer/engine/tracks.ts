/** What the studio needs of a browser and this one lacks, by the names that its makers give them. */
export function engineSupport(): readonly string[] {
  const needed = {
    MediaStreamTrackProcessor: 'MediaStreamTrackProcessor' in globalThis,
    OffscreenCanvas: 'OffscreenCanvas' in globalThis,
    VideoEncoder: 'VideoEncoder' in globalThis,
    'getUserMedia (https)': navigator.mediaDevices !== undefined,
  };
  return Object.entries(needed).flatMap(([name, there]) => (there ? [] : [name]));
}

/** The frames of a track, to be transferred to the engine. Ends with the track. */
export function framesOf(track: MediaStreamTrack): ReadableStream<VideoFrame> {
  return new MediaStreamTrackProcessor({ track: track as MediaStreamVideoTrack }).readable;
}

/** The sound of a track, to be transferred to the engine. */
export function soundOf(track: MediaStreamTrack): ReadableStream<AudioData> {
  return new MediaStreamTrackProcessor({ track: track as MediaStreamAudioTrack }).readable;
}
