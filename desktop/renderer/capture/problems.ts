/**
 * Why an input shows or sounds nothing. `denied`: by the person or the browser; `dismissed`: the picker was closed;
 * `lost`: it was unplugged or its share ended; `ask`: it needs a click of the person; `elsewhere`: its file is on another
 * computer; `unplayable`: its file is none that this browser can play.
 */
export type CaptureProblem =
  | 'denied'
  | 'dismissed'
  | 'no-device'
  | 'in-use'
  | 'not-supported'
  | 'lost'
  | 'ask'
  | 'elsewhere'
  | 'unplayable'
  | 'failed';

/** A device that could not be opened. */
export class CaptureFailure extends Error {
  readonly problem: CaptureProblem;

  constructor(problem: CaptureProblem, options?: ErrorOptions) {
    super(`could not be captured: ${problem}`, options);
    this.name = 'CaptureFailure';
    this.problem = problem;
  }
}

/** What a failure of `getUserMedia` or `getDisplayMedia` means (Media Capture and Streams, section 10.3). */
export function problemOf(error: unknown, kind: 'camera' | 'microphone' | 'screen'): CaptureProblem {
  const name = error instanceof DOMException || error instanceof Error ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return kind === 'screen' ? 'dismissed' : 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'no-device';
    case 'NotReadableError':
    case 'AbortError':
      return 'in-use';
    case 'TypeError':
    case 'NotSupportedError':
      return 'not-supported';
    default:
      return 'failed';
  }
}
