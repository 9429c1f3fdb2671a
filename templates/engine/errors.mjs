// SPDX-License-Identifier: Apache-2.0
// Failures of the connection as Prisma's known errors; those of SQL statements the engine itself maps.

// An error that Prisma documents: a code, a message for people and its details.
export class KnownError extends Error {
  constructor(code, message, meta = {}) {
    super(message);
    this.code = code;
    this.meta = meta;
  }

  get userFacing() {
    return { is_panic: false, message: this.message, meta: this.meta, error_code: this.code };
  }
}

// "error" and "user_facing_error" are what clients look at.
export function errorDocument(error) {
  if (error instanceof KnownError) return { error: error.message, user_facing_error: error.userFacing };
  const user = { is_panic: error.isPanic === true, message: error.message, backtrace: null };
  if (error.code) Object.assign(user, { error_code: error.code, meta: {} });
  return { error: error.message, user_facing_error: user };
}

const isSqlError = (error) => typeof error?.severity === 'string' && /^[0-9A-Z]{5}$/.test(error.code ?? '');

const unreachable = ({ host, port }) => new KnownError('P1001',
  `Can't reach database server at \`${host}:${port}\`\n\n`
  + `Please make sure your database server is running at \`${host}:${port}\`.`,
  { database_host: host, database_port: port });

export const connectionClosed = () => new KnownError('P1017', 'Server has closed the connection.');

function refusedCredentials({ host, user }) {
  return new KnownError('P1000', `Authentication failed against database server at \`${host}\`, the provided database`
    + ` credentials for \`${user}\` are not valid.\n\nPlease make sure to provide valid database credentials for the`
    + ` database server at \`${host}\`.`, { database_user: user, database_host: host });
}

// Why no connection could be had: `error` of pg or its pool.
export function connectFailure(error, { connection, poolTimeout, connectionLimit }) {
  const { host, port, user, database } = connection;
  if (error.message === 'timeout exceeded when trying to connect') {
    return new KnownError('P2024', 'Timed out fetching a new connection from the connection pool. More info:'
      + ` http://pris.ly/d/connection-pool (Current connection pool timeout: ${poolTimeout}, connection limit:`
      + ` ${connectionLimit})`, { timeout: poolTimeout, connection_limit: connectionLimit });
  }
  if (error.code === '28P01' || error.message.startsWith('SASL')) return refusedCredentials(connection);
  if (error.code === '28000') {
    return new KnownError('P1010', `User \`${user}\` was denied access on the database \`${database}\``,
      { database_user: user, database_name: database });
  }
  if (error.code === '3D000') {
    return new KnownError('P1003', `Database \`${database}\` does not exist on the database server at`
      + ` \`${host}:${port}\`.`, { database_name: database, database_host: host, database_port: port });
  }
  if (error.code === '53300') {
    return new KnownError('P2037', `Too many database connections opened: ${error.severity}: ${error.message}`,
      { message: error.message, code: error.code });
  }
  if (/SSL|TLS|certificate/i.test(error.message)) {
    return new KnownError('P1011', `Error opening a TLS connection: ${error.message}`, { message: error.message });
  }
  return unreachable(connection);
}

// A failed statement as the engine's interface has it ({ kind: "Postgres", … }), or the connection's KnownError.
export function statementFailure(error, { socketTimeout }) {
  if (error.message === 'Query read timeout') {
    return new KnownError('P1008', `Operations timed out after ${socketTimeout} s`, { time: `${socketTimeout} s` });
  }
  if (!isSqlError(error) || /^(57P0[1-3]|08)/.test(error.code)) return connectionClosed();
  const { code, severity, message, detail, column, hint } = error;
  return { kind: 'Postgres', code, severity, message, detail, column, hint };
}
