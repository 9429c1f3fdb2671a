// SPDX-License-Identifier: Apache-2.0
// Prisma's WebAssembly engine on a database of its own, which survives what makes it panic.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Database } from './database.mjs';
import { KnownError, errorDocument } from './errors.mjs';
import { parseReply } from './protocol.mjs';

const require = createRequire(import.meta.url);
const GLUE = require.resolve('@prisma/client/runtime/query_engine_bg.postgresql.js');
const WASM = require.resolve('@prisma/client/runtime/query_engine_bg.postgresql.wasm');
const NO_TRACE = '{}';

class Panic extends Error {
  constructor() {
    super('The query engine panicked and was started anew.');
    this.isPanic = true;
  }
}

// The generated JavaScript keeps its WebAssembly instance in a variable, so each instance needs a copy of its own.
function instantiate(module) {
  delete require.cache[GLUE];
  const glue = require(GLUE);
  glue.__wbg_set_wasm(new WebAssembly.Instance(module, { './query_engine_bg.js': glue }).exports);
  return glue.QueryEngine;
}

export class Engine {
  constructor({ datamodel, settings, onQuery }) {
    this.module = new WebAssembly.Module(readFileSync(WASM));
    this.datamodel = datamodel;
    this.settings = settings;
    this.onQuery = onQuery;
    this.start();
  }

  start() {
    this.database?.end();
    this.database = new Database(this.settings);
    this.pending = new Set();
    const options = { datamodel: this.datamodel, logLevel: 'error', logQueries: Boolean(this.onQuery) };
    const QueryEngine = instantiate(this.module);
    const log = (line) => this.onQuery?.(line);
    this.instance = new QueryEngine({ ...options, enableMetrics: false }, log, this.database.adapter());
    this.ready = this.instance.connect(NO_TRACE);
    this.ready.catch(() => {}); // whoever asks next gets to know
  }

  // Throws a KnownError when there is no such database or it refuses us.
  async connect() {
    await this.ready;
    (await this.database.acquire()).release();
  }

  // A panic reaches us from anywhere as a WebAssembly.RuntimeError, and what was asked is never answered.
  panicked() {
    const pending = this.pending;
    this.start();
    for (const reject of pending) reject(new Panic());
  }

  async ask(work) {
    const { pending, database } = this;
    await this.ready;
    const { promise, resolve, reject } = Promise.withResolvers();
    pending.add(reject);
    try {
      Promise.resolve(work(this.instance)).then(resolve, reject);
      return withKnownErrors(parseReply(await promise), database);
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      this.panicked();
      throw new Panic();
    } finally {
      pending.delete(reject);
    }
  }

  query(body, transaction) {
    return this.ask((instance) => instance.query(JSON.stringify(body), NO_TRACE, transaction));
  }

  // A transaction that is begun only after max_wait ms is rolled back. The engine has that limit too, but forgets the
  // connection that it was waiting for.
  async startTransaction({ max_wait: maxWait, ...options }) {
    const input = JSON.stringify({ ...options, max_wait: 2 ** 31 - 1 });
    const started = this.ask((instance) => instance.startTransaction(input, NO_TRACE));
    const { promise: late, resolve } = Promise.withResolvers();
    const timer = setTimeout(() => resolve(null), maxWait);
    const reply = await Promise.race([started, late]).finally(() => clearTimeout(timer));
    if (reply) return reply;
    started.then(({ id }) => id && this.rollbackTransaction(id)).catch(() => {});
    const reason = 'Unable to start a transaction in the given time.';
    return new KnownError('P2028', `Transaction API error: ${reason}`, { error: reason }).userFacing;
  }

  commitTransaction(id) {
    return this.ask((instance) => instance.commitTransaction(id, NO_TRACE));
  }

  rollbackTransaction(id) {
    return this.ask((instance) => instance.rollbackTransaction(id, NO_TRACE));
  }
}

// The engine tells failures of the connection as "external error number N": puts the error itself there.
function withKnownErrors(reply, database) {
  const known = (user) => user?.error_code === 'P2036' && database.takeError(user.meta.id);
  const error = known(reply);
  if (error) return errorDocument(error).user_facing_error;
  for (const part of [reply, ...(reply.batchResult ?? [])]) {
    part.errors = part.errors?.map((document) => {
      const found = known(document.user_facing_error);
      return found ? errorDocument(found) : document;
    });
  }
  return reply;
}
