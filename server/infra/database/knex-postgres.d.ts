// Knex types its dialects only by name; the class is what its documentation extends for a dialect of one's own.
declare module 'knex/lib/dialects/postgres/index.js' {
  import type { Knex } from 'knex';
  import type { Client } from 'pg';

  class PostgresDialect extends Knex.Client {
    acquireConnection(): Promise<Client>;
    acquireRawConnection(): Promise<Client>;
  }
  export default PostgresDialect;
}
