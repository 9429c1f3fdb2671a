// SPDX-License-Identifier: Apache-2.0
// What DATABASE_URL says, with the parameters and defaults that Prisma documents for PostgreSQL.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { KnownError } from './errors.mjs';

const invalid = (details) =>
  new KnownError('P1013', `The provided database string is invalid. ${details}`, { details });

function parseUrl(text) {
  let url;
  try {
    url = new URL(text);
  } catch {
    throw invalid('It is no URL; special characters of the password must be percent-encoded.');
  }
  if (!['postgresql:', 'postgres:'].includes(url.protocol)) {
    throw invalid('It must start with the protocol `postgresql://` or `postgres://`.');
  }
  return url;
}

// As Prisma does, what is not percent-encoded is taken as it stands.
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function wholeNumber(parameters, name, fallback) {
  const text = parameters.get(name);
  if (text === null) return fallback;
  if (!/^\d{1,9}$/.test(text)) throw invalid(`${name} must be a whole number.`);
  return Number(text);
}

// Prisma's default for sslmode is prefer, and it accepts every certificate unless sslaccept=strict.
function tls(parameters, host) {
  const mode = parameters.get('sslmode') ?? 'prefer';
  if (mode === 'disable' || host.startsWith('/')) return { ssl: false, mayFallBack: false };
  const verified = mode.startsWith('verify-') || ![null, 'accept_invalid_certs'].includes(parameters.get('sslaccept'));
  const ssl = { rejectUnauthorized: verified };
  if (mode === 'verify-ca') ssl.checkServerIdentity = () => undefined;
  for (const [name, option] of [['sslcert', 'ca'], ['sslrootcert', 'ca'], ['sslidentity', 'pfx']]) {
    const file = parameters.get(name);
    if (!file) continue;
    try {
      ssl[option] = readFileSync(file);
    } catch (error) {
      throw invalid(`${name}: ${error.message}`);
    }
  }
  if (parameters.has('sslpassword')) ssl.passphrase = parameters.get('sslpassword');
  return { ssl, mayFallBack: !['require', 'verify-ca', 'verify-full'].includes(mode) };
}

function sessionOptions(parameters) {
  const schema = parameters.get('schema');
  const path = schema && `-c search_path=${`"${schema}"`.replace(/[\\ ]/g, '\\$&')}`;
  return [parameters.get('options'), path].filter(Boolean).join(' ') || undefined;
}

// How to connect (for pg), and the limits of the pool; times are in seconds, 0 means none.
export function readSettings(text) {
  const url = parseUrl(text);
  const parameters = url.searchParams;
  const host = parameters.get('host') ?? (url.hostname.replace(/^\[(.*)\]$/, '$1') || 'localhost');
  const { ssl, mayFallBack } = tls(parameters, host);
  const socketTimeout = wholeNumber(parameters, 'socket_timeout', 0);
  return {
    connection: {
      host: decode(host),
      port: Number(url.port || 5432),
      user: decode(url.username),
      password: decode(url.password),
      database: decode(url.pathname.slice(1)) || 'postgres',
      ssl,
      options: sessionOptions(parameters),
      application_name: parameters.get('application_name') ?? undefined,
      query_timeout: socketTimeout * 1000 || undefined,
      keepAlive: true,
    },
    mayFallBackFromTls: mayFallBack,
    schema: parameters.get('schema') ?? 'public',
    connectTimeout: wholeNumber(parameters, 'connect_timeout', 5),
    poolTimeout: wholeNumber(parameters, 'pool_timeout', 10),
    socketTimeout,
    connectionLimit: wholeNumber(parameters, 'connection_limit', 0) || availableParallelism() * 2 + 1,
    maxLifetime: wholeNumber(parameters, 'max_connection_lifetime', 0),
    maxIdle: wholeNumber(parameters, 'max_idle_connection_lifetime', 300),
  };
}
