import pg from 'pg';
import { DatabaseUnavailable } from './errors.ts';

type Ask = (...parts: unknown[]) => Promise<unknown>;
type Callback = (error: unknown, result?: unknown) => void;

/**
 * Gives every query on this connection a deadline, whoever sends it. Missing one breaks the connection off: its answer
 * may still arrive, or its transaction may still be open, so nobody else may ever be given it. Queries that fail with
 * the connection fail with `DatabaseUnavailable`; Postgres's own errors stay as they are.
 * @param silenceMs how long a query may take, in ms; 0 for as long as it needs
 */
export function guardConnection(connection: pg.Client, silenceMs: number): pg.Client {
  const ask = connection.query.bind(connection) as Ask;
  let broken = false;
  connection.on('error', () => {
    broken = true;
  });
  const breakOff = () =>
    connection.connection.stream.destroy(new DatabaseUnavailable(`No answer within ${silenceMs} ms.`));

  async function guarded(parts: readonly unknown[]): Promise<unknown> {
    const deadline = silenceMs > 0 ? setTimeout(breakOff, silenceMs) : undefined;
    try {
      return await ask(...parts);
    } catch (error) {
      const lost = broken || connection.connection.stream.destroyed;
      if (!lost || error instanceof pg.DatabaseError || error instanceof DatabaseUnavailable) throw error;
      throw new DatabaseUnavailable('The connection was lost.', { cause: error });
    } finally {
      clearTimeout(deadline);
    }
  }

  connection.query = ((...parts: unknown[]) => {
    const callback = parts.at(-1);
    if (typeof callback !== 'function') return guarded(parts);
    return guarded(parts.slice(0, -1)).then(
      (result) => (callback as Callback)(null, result),
      (error: unknown) => (callback as Callback)(error),
    );
  }) as typeof connection.query;
  return connection;
}
