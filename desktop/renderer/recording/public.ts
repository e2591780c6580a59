/** Recordings of the studio, kept in this browser. */
export { Recording, useRecording } from './recordings.ts';
export { RecordingsDialog } from './recordings-dialog.tsx';
