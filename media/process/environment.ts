/** What a child process may see of our environment. Everything else, secrets above all, stays with us. */
const ALLOWED = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TMP',
  'TEMP',
  'SystemRoot',
  'SystemDrive',
  'WINDIR',
  'PATHEXT',
  'COMSPEC',
  'USERPROFILE',
] as const;

/** The allowed part of an environment, for a child process. */
export function childEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const allowed: Record<string, string> = {};
  for (const name of ALLOWED) {
    const value = environment[name];
    if (value !== undefined) allowed[name] = value;
  }
  return allowed;
}
