import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The connection between an API and its Postgres, which a test can break. */
export interface DatabaseLine extends AsyncDisposable {
  port: number;
  /**
   * The next transaction that contains this query gets its commit through, and the connection breaks before the answer.
   */
  breakAfterCommitOf(sql: string): void;
}

export async function startDatabaseLine(databasePort: number): Promise<DatabaseLine> {
  const wanted: { sql: string | null } = { sql: null };
  const open = new Set<Socket>();
  const server = createServer((api) => {
    const database = connect({ host: '127.0.0.1', port: databasePort });
    const state = { marked: false, breaks: false };
    const end = () => {
      for (const socket of [api, database]) socket.destroy();
    };
    for (const socket of [api, database]) {
      open.add(socket);
      // Either end may go away at any time; the other end is then closed.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        end();
      });
    }
    api.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      if (wanted.sql !== null && text.includes(wanted.sql)) {
        wanted.sql = null;
        state.marked = true;
      }
      if (state.marked && text.includes('COMMIT;')) state.breaks = true;
      database.write(bytes);
    });
    database.on('data', (bytes) => {
      if (state.breaks) end();
      else api.write(bytes);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    breakAfterCommitOf: (sql) => {
      wanted.sql = sql;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
