/** What is known of a film or of music before it is shown. */
export interface FilmFacts {
  seconds: number;
  /** Null: it is only heard. */
  size: { width: number; height: number } | null;
}

/** Looks into a file; null when this browser cannot play anything of it. */
export async function lookAtFilm(file: Blob): Promise<FilmFacts | null> {
  // Large, and needed by few.
  const { ALL_FORMATS, BlobSource, Input } = await import('mediabunny');
  const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS });
  try {
    const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
    const isSeen = video !== null && (await video.canDecode());
    const isHeard = audio !== null && (await audio.canDecode());
    const seconds = await input.computeDuration();
    if ((!isSeen && !isHeard) || !(seconds > 0)) return null;
    const size = isSeen
      ? { width: await video.getDisplayWidth(), height: await video.getDisplayHeight() }
      : null;
    return { seconds, size };
  } catch {
    return null;
  } finally {
    input.dispose();
  }
}
