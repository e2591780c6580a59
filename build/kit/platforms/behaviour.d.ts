import type { LoginRules } from './login-rules.ts';
/** How a scripted platform treats publishers. `good` accepts everything and counts it. */
export type Behaviour =
  | {
      kind: 'good';
    }
  /** Accepts the connection and never says a word. */
  | {
      kind: 'silent';
    }
  /** Answers the handshake as a web server would. */
  | {
      kind: 'garbage';
    }
  /** Ends or breaks the connection before a word is said. */
  | {
      kind: 'hang-up';
      how: 'end' | 'reset';
    }
  | {
      kind: 'reject-connect';
    }
  /** Ends or breaks the connection when it is asked for the application, or for the publish, without a word. */
  | {
      kind: 'hang-up-at';
      step: 'connect' | 'publish';
      how: 'end' | 'reset';
    }
  /** Wants to know the user name and password first, by a challenge, as hardware and CDNs of the Flash era do. */
  | {
      kind: 'ask-login';
      login: LoginRules;
    }
  /** Sends publishers to another server, with code 302. */
  | {
      kind: 'redirect';
      to: string;
      step: 'connect' | 'publish';
    }
  /** Answers a publish with `_result` in place of `onStatus`. */
  | {
      kind: 'result-for-publish';
    }
  /** Says a lot that nobody asked for or can read, and accepts everything. */
  | {
      kind: 'odd-commands';
    }
  /** Answers a publish with this status code, such as `NetStream.Publish.BadName`, and repeats the key, as some do. */
  | {
      kind: 'reject-publish';
      code: string;
    }
  /** Breaks the connection (TCP reset) once this many media bytes have arrived. */
  | {
      kind: 'reset';
      afterBytes: number;
    }
  /** Stops reading once this many media bytes have arrived, and leaves the connection open. */
  | {
      kind: 'freeze';
      afterBytes: number;
    }
  /** Reads at most this many bytes a second. */
  | {
      kind: 'slow';
      bytesPerSecond: number;
    }
  /** Closes its own side once this many media bytes have arrived, and keeps reading. */
  | {
      kind: 'half-close';
      afterBytes: number;
    }
  /** Accepts the publish and closes the connection after this time. */
  | {
      kind: 'close';
      afterMs: number;
    };
