// Knex types its dialects only by name; its documentation says to extend this class for a custom dialect.
declare module 'knex/lib/dialects/postgres/index.js' {
  import type { Knex } from 'knex';
  import type { Client } from 'pg';

  class PostgresDialect extends Knex.Client {
    acquireConnection(): Promise<Client>;
    acquireRawConnection(): Promise<Client>;
  }
  export default PostgresDialect;
}
