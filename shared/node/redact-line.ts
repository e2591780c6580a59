const SECRET_PARAMETERS = /\b(key|token|pass|password|secret|bearer)(=|%3d|:\s|\s)[^&\s"'<>]+/gi;
const SRT_CREDENTIALS = /\b((?:publish|read):live\/[^:\s]+):[^\s"']+/gi;
/** Where an encoder that cannot carry a query puts its key. */
const KEYS_IN_PATHS = /\blive\/([a-z0-9]{1,64})\/[^\s"'?]+/gi;
const CONTROL_CHARACTERS = /\p{C}/gu;
const LONGEST_LINE = 2000;

/**
 * One line of another program's output, made safe for our log: values of secret parameters become `***`, control and
 * bidirectional characters are dropped, and it is cut at 2,000 characters.
 */
export function redactLine(line: string): string {
  return line
    .slice(0, LONGEST_LINE)
    .replace(SRT_CREDENTIALS, '$1:***')
    .replace(KEYS_IN_PATHS, 'live/$1/***')
    .replace(SECRET_PARAMETERS, '$1$2***')
    .replace(CONTROL_CHARACTERS, '');
}
