/**
 * What one destination has of the bytes that were written to it. Its socket says little about that: kernels on the way
 * take megabytes, so seconds of the stream may be waiting there, where nothing can be dropped any more. What counts are
 * RTMP acknowledgements (specification 1.0, section 5.4.3). So that late bytes wait in the log, no more is written than
 * a second or so of the stream beyond what was acknowledged.
 *
 * Servers acknowledge each so many bytes, not always as many as they were asked; some count a little wrong, some stop,
 * some never begin. None of this may hold up a destination that takes everything.
 */

/** The client's first request; servers that heed it acknowledge each so many bytes. */
const FIRST_ASKED = 262_144;
/** Acknowledgements before they are believed: only then it is known how often they come. */
const TRUSTED_AFTER = 3;
/** On the way besides what is acknowledged late anyway: this much of the stream, in ms, and at least so many bytes. */
const IN_FLIGHT_MS = 500;
const LEAST_IN_FLIGHT = 262_144;
/** A full window without an acknowledgement for this long, in ms of the line, is widened; and after so many times given up. */
const PATIENCE_MS = 2000;
const MOST_WIDENED = 3;
/** The part of what is acknowledged by which a server's count may be short, each time, without being called late. */
const DRIFT = 0.01;
/** Where the line stood is noted each so many ms. */
const MARK_MS = 250;
const MOST_MARKS = 64;

export class SendWindow {
  #sent = 0;
  #acked = 0;
  #acks = 0;
  #asked = FIRST_ASKED;
  #steps: [number, number] = [0, 0];
  /** Bytes that one acknowledgement stands for. */
  #grain = FIRST_ASKED;
  #drift = 0;
  /** Where the line stood when the window was first found full since the last acknowledgement. */
  #fullSince: number | null = null;
  /** `bytes` had been sent before what belongs to `at`. The oldest first; the first one covers what is not consumed. */
  readonly #marks: { bytes: number; at: number }[] = [];
  #markedAt = Number.NEGATIVE_INFINITY;

  /** The server was asked to acknowledge every so many bytes. */
  asked(bytes: number): void {
    this.#asked = bytes;
    this.#grain = Math.max(bytes, ...this.#steps);
  }

  /** @param at where on the line the first picture stands that is still to be sent, in ms */
  sent(bytes: number, at: number): void {
    if (at - this.#markedAt >= MARK_MS) this.#mark(at);
    this.#sent += bytes;
  }

  #mark(at: number): void {
    if (this.#marks.length === MOST_MARKS) this.oldest(0);
    if (this.#marks.length === MOST_MARKS) return;
    this.#marks.push({ bytes: this.#sent, at });
    this.#markedAt = at;
  }

  /**
   * @param total bytes acknowledged so far; null when the server's count cannot be believed
   * @param keepsUp everything had been written, so what is missing in the count is not late
   */
  acknowledged(total: number | null, keepsUp: boolean): void {
    if (total === null) {
      this.#acks = 0;
      return;
    }
    if (total <= this.#acked) return;
    const step = total - this.#acked;
    if (this.#acks > 0) this.#steps = [this.#steps[1], step];
    this.#grain = Math.max(this.#asked, ...this.#steps);
    this.#acks += 1;
    this.#acked = total;
    this.#fullSince = null;
    const missing = Math.max(0, this.#sent - total);
    this.#drift = Math.min(missing, this.#drift + (keepsUp ? step * DRIFT : 0));
  }

  /**
   * Bytes that may be written now; none left, or less, when the destination has to take something first.
   * @param line where the line stands, in ms
   * @param perMs bytes that a ms of it takes
   */
  room(line: number, perMs: number): number {
    if (!this.#trusted) return Number.POSITIVE_INFINITY;
    const allowed = this.#owed + Math.max(LEAST_IN_FLIGHT, perMs * IN_FLIGHT_MS);
    const room = allowed - (this.#sent - this.#acked);
    if (room > 0) return room;
    this.#fullSince ??= line;
    const widened = Math.floor((line - this.#fullSince) / PATIENCE_MS);
    if (widened > MOST_WIDENED) this.#acks = 0;
    return room + widened * this.#grain;
  }

  /** There may be no room, so that it is worth asking. */
  get full(): boolean {
    return this.#acks >= TRUSTED_AFTER && this.#sent - this.#acked >= this.#owed + LEAST_IN_FLIGHT;
  }

  /** Bytes that are late: written, but neither acknowledged nor due to be. */
  get late(): number {
    return this.#trusted ? Math.max(0, this.#sent - this.#acked - this.#owed) : 0;
  }

  /**
   * Where on the line the oldest picture stands that the destination does not have, in ms; null when it has all.
   * @param pending bytes that the socket has not accepted yet
   */
  oldest(pending: number): number | null {
    const consumed = this.#sent - Math.max(this.late, pending);
    while (this.#marks.length > 1 && this.#marks[1]!.bytes <= consumed) this.#marks.shift();
    return consumed >= this.#sent ? null : (this.#marks[0]?.at ?? null);
  }

  get #trusted(): boolean {
    return this.#acks >= TRUSTED_AFTER;
  }

  /** Bytes that may be missing in a prompt server's count. */
  get #owed(): number {
    return this.#grain + this.#drift;
  }
}
