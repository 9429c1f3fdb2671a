#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Prisma's query engine without its native program: the WebAssembly engine of @prisma/client behind the options, the
// environment and the HTTP protocol that prisma-client-py knows from the program. docs/engine.md says when it is used.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

const OPTIONS = {
  version: { type: 'boolean', short: 'V' },
  host: { type: 'string', short: 'H', default: '127.0.0.1' },
  port: { type: 'string', short: 'p', default: process.env.PORT ?? '4466' },
  'unix-path': { type: 'string', short: 'u' },
  'datamodel-path': { type: 'string', default: process.env.PRISMA_DML_PATH },
  'enable-raw-queries': { type: 'boolean', short: 'r' },
  'enable-metrics': { type: 'boolean', short: 'm' },
  'log-queries': { type: 'boolean', short: 'n', default: Boolean(process.env.LOG_QUERIES) },
};
const PARENT_CHECK = 500; // ms
const STARTUP_RETRY = 100; // ms

function fail(message, status = 1) {
  process.stderr.write(`${message}\n`);
  process.exit(status);
}

function readOptions() {
  try {
    const { values } = parseArgs({ options: OPTIONS });
    if (!/^\d{1,5}$/.test(values.port)) throw new Error(`--port ${values.port}: must be a number`);
    return values;
  } catch (error) {
    return fail(`query-engine: ${error.message}`, 2);
  }
}

const options = readOptions();
if (options.version) {
  const { enginesVersion } = createRequire(import.meta.url)('@prisma/engines-version');
  process.stdout.write(`query-engine ${enginesVersion}\n`);
  process.exit(0);
}

// Asking for the version is done at every start of a client and must not wait for these.
const { Engine } = await import('./engine.mjs');
const { InvalidQuery, fromJsonReply, readModels, toJsonQuery } = await import('./protocol.mjs');
const { KnownError, errorDocument } = await import('./errors.mjs');
const { Metrics } = await import('./metrics.mjs');
const { readSettings } = await import('./settings.mjs');

function readDatamodel() {
  if (!options['datamodel-path']) fail('query-engine: PRISMA_DML_PATH must name the Prisma schema', 2);
  try {
    return readFileSync(options['datamodel-path'], 'utf8');
  } catch (error) {
    return fail(`query-engine: cannot read the Prisma schema: ${error.message}`);
  }
}

// The client's override, else what the schema's datasource says: url = env("NAME") or a literal.
function databaseUrl(schema) {
  const [override] = JSON.parse(process.env.OVERWRITE_DATASOURCES || '[]');
  if (override?.url) return override.url;
  const source = /^\s*datasource\s+\w+\s*\{([\s\S]*?)^\s*\}/m.exec(schema)?.[1] ?? '';
  const [, name, literal] = /^\s*url\s*=\s*(?:env\("([^"]*)"\)|"([^"]*)")/m.exec(source) ?? [];
  const url = literal ?? process.env[name];
  if (!url) throw new KnownError('P1012', `error: Environment variable not found: ${name ?? 'DATABASE_URL'}.`);
  return url;
}

async function connect(engine, { connectTimeout }) {
  const deadline = Date.now() + connectTimeout * 1000;
  for (;;) {
    try {
      return await engine.connect();
    } catch (error) {
      // PostgreSQL may be started at the same time as we are
      if (error.code !== 'P1001' || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, STARTUP_RETRY));
    }
  }
}

async function start() {
  const datamodel = readDatamodel();
  const settings = readSettings(databaseUrl(datamodel));
  const onQuery = options['log-queries'] ? (line) => process.stdout.write(`${line}\n`) : undefined;
  const engine = new Engine({ datamodel, settings, onQuery });
  await connect(engine, settings);
  return { engine, models: readModels(datamodel) };
}

// --- requests --------------------------------------------------------------------------------------------------------

const rawQueries = options['enable-raw-queries'];
const metrics = new Metrics();

async function single({ engine, models }, text, transaction) {
  const query = toJsonQuery(models, text, { rawQueries });
  return fromJsonReply(query, await metrics.measure(() => engine.query(query.body, transaction)));
}

async function batch({ engine, models }, request, transaction) {
  const queries = request.batch.map(({ query }) => toJsonQuery(models, query, { rawQueries }));
  const body = { batch: queries.map((query) => query.body) };
  if (request.transaction) body.transaction = { isolationLevel: request.isolationLevel };
  const reply = await metrics.measure(() => engine.query(body, transaction));
  if (!reply.batchResult) return { errors: reply.errors };
  return { batchResult: reply.batchResult.map((part, i) => fromJsonReply(queries[i], part)) };
}

async function answerQuery(state, request, transaction) {
  try {
    return request.batch ? await batch(state, request, transaction) : await single(state, request.query, transaction);
  } catch (error) {
    if (!(error instanceof InvalidQuery || error instanceof KnownError || error.isPanic)) console.error(error);
    return { errors: [errorDocument(error)] };
  }
}

// The status that the native engine gives to a transaction that could not be started or ended.
function transactionStatus({ message = '' }) {
  if (message.includes('Unable to start a transaction')) return 504;
  if (message.includes('Transaction not found')) return 404;
  return message.includes('Transaction already closed') ? 422 : 500;
}

async function answerTransaction({ engine }, path, body) {
  const [, , id, verb] = path.split('/');
  let reply;
  if (id === 'start') {
    const { max_wait = 2000, timeout = 5000, isolation_level } = JSON.parse(body);
    reply = await engine.startTransaction({ max_wait, timeout, isolation_level });
  } else if (verb === 'commit') {
    reply = await engine.commitTransaction(id);
  } else if (verb === 'rollback') {
    reply = await engine.rollbackTransaction(id);
  } else {
    return { status: 400 };
  }
  return 'is_panic' in reply ? { status: transactionStatus(reply), body: reply } : { body: reply };
}

function answerMetrics({ engine }, url, body) {
  const labels = body ? JSON.parse(body) : {};
  if (url.searchParams.get('format') === 'json') return { body: metrics.document(engine.database, labels) };
  return { text: metrics.text(engine.database, labels) };
}

async function answer(state, request, body) {
  const url = new URL(request.url, 'http://engine');
  const path = url.pathname;
  if (request.method === 'POST' && path === '/') {
    return { body: await answerQuery(state, JSON.parse(body), request.headers['x-transaction-id']) };
  }
  if (request.method === 'POST' && path.startsWith('/transaction/')) return answerTransaction(state, path, body);
  if (request.method === 'GET' && path === '/status') return { body: { status: 'ok' } };
  if (request.method === 'GET' && path === '/metrics' && options['enable-metrics']) {
    return answerMetrics(state, url, body);
  }
  return { status: 404 };
}

async function handle(state, request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  let reply;
  try {
    reply = await answer(state, request, Buffer.concat(chunks).toString());
  } catch (error) {
    if (error instanceof SyntaxError) reply = { status: 400 };
    else reply = { status: 500, body: errorDocument(error).user_facing_error };
  }
  const type = reply.text === undefined ? 'application/json' : 'text/plain; version=0.0.4';
  response.writeHead(reply.status ?? 200, { 'content-type': type });
  response.end(reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body)));
}

function listen(state) {
  const server = createServer((request, response) => {
    handle(state, request, response).catch(() => response.destroy()); // the client has gone
  });
  // The client decides when a connection ends: one that we closed would fail the request that is on its way.
  Object.assign(server, { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 });
  server.on('error', (error) => fail(`query-engine: ${error.message}`));
  if (options['unix-path']) server.listen(options['unix-path']);
  else server.listen(Number(options.port), options.host);
}

// --- the life of the process -----------------------------------------------------------------------------------------

function endWithParent() {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.exit(0), PARENT_CHECK);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

function surviveFailures(engine) {
  const survive = (error) => {
    console.error('query-engine:', error);
    if (error instanceof WebAssembly.RuntimeError) engine.panicked();
  };
  process.on('uncaughtException', survive);
  process.on('unhandledRejection', survive);
}

process.title = 'query-engine'; // by this name LiteLLM's supervisor and people look for it
endWithParent();
try {
  const state = await start();
  surviveFailures(state.engine);
  listen(state);
} catch (error) {
  // what the native engine prints when it cannot start
  fail(JSON.stringify(errorDocument(error).user_facing_error));
}
