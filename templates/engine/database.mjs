// SPDX-License-Identifier: Apache-2.0
// PostgreSQL for the WebAssembly engine: a pool of connections behind the interface of Prisma's driver adapters.
import pg from 'pg';
import { columnKind, readers } from './columns.mjs';
import { KnownError, connectFailure, connectionClosed, statementFailure } from './errors.mjs';

const NO_TLS = 'The server does not support SSL connections';
// More errors than this at once are never waited for: the engine swallowed them.
const MOST_KEPT_ERRORS = 1000;

function poolOf(settings) {
  const connectTimeout = settings.connectTimeout * 1000;
  // pg's pool has one time limit for both a free place and the connection; Prisma has two.
  class Client extends pg.Client {
    constructor(options) {
      // the pool hides the password from enumeration
      super({ ...options, password: options.password, connectionTimeoutMillis: connectTimeout });
      this.connection.on('parameterStatus', ({ parameterName, parameterValue }) => {
        if (parameterName === 'DateStyle') this.dateStyle = parameterValue;
      });
    }
  }
  const pool = new pg.Pool({
    ...settings.connection,
    Client,
    max: settings.connectionLimit,
    connectionTimeoutMillis: settings.poolTimeout * 1000,
    idleTimeoutMillis: settings.maxIdle * 1000,
    maxLifetimeSeconds: settings.maxLifetime,
  });
  // A server that goes away makes every connection emit an error; one that nobody listens to would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

// One connection or the pool. The engine wants an object of functions, which it calls without `this`: adapter().
class Queryable {
  constructor(database) {
    this.database = database ?? this;
  }

  adapter(more) {
    return {
      provider: 'postgres',
      adapterName: 'aiws-pg',
      queryRaw: (query) => this.queryRaw(query),
      executeRaw: (query) => this.database.answer(async () => (await this.run(query)).rowCount ?? 0),
      ...more,
    };
  }

  queryRaw(query) {
    return this.database.answer(async () => {
      const { fields, rows } = await this.run(query);
      return {
        columnNames: fields.map((field) => field.name),
        columnTypes: fields.map((field) => columnKind(field.dataTypeID)),
        rows,
      };
    });
  }
}

class Transaction extends Queryable {
  constructor(database, client) {
    super(database);
    this.client = client;
  }

  adapter() {
    const end = async () => {
      this.release();
      return { ok: true, value: undefined };
    };
    // the engine itself sends BEGIN, COMMIT and ROLLBACK: no phantom queries
    return super.adapter({ options: { usePhantomQuery: false }, commit: end, rollback: end });
  }

  // A connection that broke goes at once: where even ROLLBACK fails, the engine never ends the transaction.
  async run(query) {
    if (!this.client) throw connectionClosed();
    try {
      return await this.database.send(this.client, query);
    } catch (error) {
      if (error instanceof KnownError) this.release(true);
      throw error;
    }
  }

  release(broken = false) {
    this.client?.release(broken);
    this.client = null;
  }
}

export class Database extends Queryable {
  constructor(settings) {
    super();
    this.settings = settings;
    this.pool = poolOf(settings);
    this.opened = 0;
    this.closed = 0;
    this.pool.on('connect', () => { this.opened += 1; });
    this.pool.on('remove', () => { this.closed += 1; });
    this.errors = new Map();
    this.nextError = 0;
  }

  adapter() {
    return super.adapter({
      errorRegistry: { consumeError: (id) => this.takeError(id) },
      getConnectionInfo: () => ({ ok: true, value: { schemaName: this.settings.schema } }),
      startTransaction: () => this.answer(async () => new Transaction(this, await this.acquire()).adapter()),
    });
  }

  async run(query) {
    const client = await this.acquire();
    let broken = true;
    try {
      const result = await this.send(client, query);
      broken = false;
      return result;
    } catch (error) {
      broken = error instanceof KnownError;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async send(client, { sql, args }) {
    try {
      // extended: one statement, as in Prisma, and not whatever stands behind a semicolon
      return await client.query({ text: sql, values: args, rowMode: 'array', types: readers, queryMode: 'extended' });
    } catch (error) {
      throw statementFailure(error, this.settings);
    }
  }

  async acquire() {
    for (;;) {
      try {
        return await this.readingIsoDates(await this.pool.connect());
      } catch (error) {
        if (error.message !== NO_TLS || !this.settings.mayFallBackFromTls) throw connectFailure(error, this.settings);
        this.pool.options.ssl = false;
      }
    }
  }

  // Dates are read in PostgreSQL's own notation, whatever the server's default is.
  async readingIsoDates(client) {
    if (client.dateStyle?.startsWith('ISO')) return client;
    try {
      await client.query("SET DateStyle TO 'ISO'");
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  // The engine takes no exceptions: what is not SQL's gets a number, under which takeError() has it.
  async answer(work) {
    try {
      return { ok: true, value: await work() };
    } catch (error) {
      if (error.kind) return { ok: false, error };
      const id = this.nextError++;
      this.errors.set(id, error);
      if (this.errors.size > MOST_KEPT_ERRORS) this.errors.delete(this.errors.keys().next().value);
      return { ok: false, error: { kind: 'GenericJs', id } };
    }
  }

  takeError(id) {
    const error = this.errors.get(id);
    this.errors.delete(id);
    return error;
  }

  // Lets connections go as they come back; those in use may finish.
  end() {
    this.pool.end().catch(() => {});
  }
}
