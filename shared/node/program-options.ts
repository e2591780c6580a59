/** How a program is started that writes to a file of its own and may run as another user. */
export interface ProgramOptions {
  file: string;
  /** Must not contain a secret: every user of the machine can read it. */
  args: readonly string[];
  /** File for standard output and error. Not a pipe, because a pipe would break when we die. */
  logFile: string;
  /** The allow-listed part of our own environment unless given. */
  env?: Record<string, string>;
  /** The user it runs as; ourselves unless given. */
  user?: { uid: number; gid: number } | null;
}
