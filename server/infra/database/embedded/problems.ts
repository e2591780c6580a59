import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { dataDirClosed, dataDirProblem, diskFull } from '@neustream/shared/node/data-dir.ts';

interface Facts {
  folder: string;
  port: number;
  /** The output of Postgres. */
  output: string;
}

/** One clear sentence about why the embedded database does not start. */
export function startProblem({ folder, port, output }: Facts, cause?: unknown): AppError {
  const say = (code: string, message: string, action: string) =>
    new AppError({ code, fault: 'user', message, action, cause, details: lastLines(output) });
  const text = `${output}\n${cause instanceof Error ? cause.message : ''}`;
  if (/Address already in use|could not create any TCP\/IP sockets/.test(text)) {
    return say(
      'PORT_TAKEN',
      `Port ${port} is taken, so the embedded database cannot start.`,
      'Set POSTGRES_PORT to another port; 0 picks a free one.',
    );
  }
  const folderProblem = dataDirProblem(folder, cause);
  if (folderProblem) return folderProblem;
  // Before it serves clients, Postgres reports problems only in words, not as codes.
  if (/No space left on device|Disk quota exceeded/.test(text)) return diskFull(folder, cause);
  if (/Permission denied|Read-only file system/.test(text)) return dataDirClosed(folder, cause);
  if (/database files are incompatible|initialized by PostgreSQL version/.test(text)) {
    return say(
      'DATABASE_VERSION',
      `The database in ${folder} was made by another version of PostgreSQL.`,
      'Restore a backup into a new DATA_DIR, or run the version of Neustream that made it.',
    );
  }
  return new AppError({
    code: 'DATABASE_NOT_STARTED',
    fault: 'ours',
    message: `The embedded database did not start. It said: ${lastLines(output)}`,
    action: `See ${folder}.log, or set DATABASE_URL to a PostgreSQL of your own.`,
    cause,
  });
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-4).join(' / ') || 'nothing';
}
