/** Recordings of the studio, kept in this browser. */
export { RecordingsDialog } from './lazy-dialog.ts';
export { Recording, useRecording } from './recordings.ts';
