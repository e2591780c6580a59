/**
 * Why an input ended. `absent`: there was nothing to read (yet); `ended`: it was there and stopped; `broken`: the data
 * was not what it should be; `stopped`: by our own signal.
 */
export type InputEnd = 'absent' | 'ended' | 'broken' | 'stopped';
