import type { Refusal } from '../rtmp/receiving.ts';
/** A login that a server demands, and in which of the two ways that publishers know. */
export interface LoginRules {
  mod: 'adobe' | 'llnw';
  user: string;
  password: string;
  /** Sends `opaque` beside the challenge (Adobe only), as some servers do. */
  opaque?: string;
}
/** Why a `connect` with this application is refused by a server that demands a login; null when it is right. */
export declare function loginRefusal(app: string, rules: LoginRules): Refusal | null;
