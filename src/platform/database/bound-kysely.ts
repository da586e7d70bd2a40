import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type pg from 'pg'

/** Kysely on one client that is inside a transaction: it can run statements there, and neither begin, commit nor release. */
export function boundKysely(client: Pick<pg.ClientBase, 'query'>): Kysely<unknown> {
  const driver = boundDriver(client)
  return new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}

function boundDriver(client: Pick<pg.ClientBase, 'query'>): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery) {
      const { command, rowCount, rows } = await client.query(sql, [...parameters])
      const changes = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE'
      return changes ? { numAffectedRows: BigInt(rowCount ?? 0), rows: rows as R[] } : { rows: rows as R[] }
    },
    streamQuery() {
      throw new Error('a query inside a transaction is not streamed: read in pages by key, or COPY on the client')
    },
  }
  const refuse = async () => {
    throw new Error('the transaction is drawn at the edge: a use case neither begins nor ends one')
  }
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: async () => {},
  }
}
