import { readTracks } from '../message/multitrack.ts';

/** The sound tracks that an input was heard to have, by the encoder's numbers. */
export class SoundTracks {
  /** The smallest number first. */
  #numbers: number[] = [];

  get count(): number {
    return this.#numbers.length;
  }

  /** The one that a destination gets unless it asks for another. */
  get first(): number {
    return this.#numbers[0] ?? 0;
  }

  /** The track that a destination gets which asked for this one: the first where the input does not have it. */
  chosen(asked: number | 'all'): number | 'all' {
    return asked === 'all' || this.#numbers.includes(asked) ? asked : this.first;
  }

  /** @param header a codec header, which may speak of several tracks; null for a frame */
  add(track: number, header: Buffer | null): void {
    if (header === null && this.#numbers.includes(track)) return;
    const several = header === null ? [] : readTracks(header, 'audio').map((part) => part.track);
    const heard = new Set([...this.#numbers, ...(several.length > 0 ? several : [track])]);
    this.#numbers = [...heard].sort((one, other) => one - other);
  }
}
