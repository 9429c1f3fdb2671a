#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Prisma's query engine for a machine that reaches package registries only: its own WebAssembly engine (from
// @prisma/client) behind the HTTP protocol of the binary that it would download otherwise.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);

const argv = process.argv.slice(2);
if (argv.includes('--version')) {
  console.log('query-engine 393aa359c9ad4a4bb28630fb5613f9c281cde053');
  process.exit(0);
}
const pg = require('pg');
const { parse } = require('graphql');
const { PrismaPg } = require('@prisma/adapter-pg');
const { bindAdapter } = require('@prisma/driver-adapter-utils');
const bg = require('@prisma/client/runtime/query_engine_bg.postgresql.js');

const wasm = new WebAssembly.Module(readFileSync(require.resolve('@prisma/client/runtime/query_engine_bg.postgresql.wasm')));
bg.__wbg_set_wasm(new WebAssembly.Instance(wasm, { './query_engine_bg.js': bg }).exports);

// PostgreSQL's catalogue types (name, name[]) mean nothing to the adapter: hand them over as text.
pg.types.setTypeParser(1003, pg.types.getTypeParser(1009));
const asText = (result) => {
  for (const field of result?.fields ?? []) field.dataTypeID = { 19: 25, 1003: 1009 }[field.dataTypeID] ?? field.dataTypeID;
  return result;
};
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function (...args) {
  const done = args.at(-1);
  if (typeof done === 'function') return query.apply(this, [...args.slice(0, -1), (error, result) => done(error, asText(result))]);
  const pending = query.apply(this, args);
  return typeof pending?.then === 'function' ? pending.then(asText) : pending;
};

const port = Number(argv[argv.indexOf('-p') + 1]);
const override = JSON.parse(process.env.OVERWRITE_DATASOURCES ?? '[]')[0]?.url;
const pool = new pg.Pool({ connectionString: override ?? process.env.DATABASE_URL, max: 10 });
const datamodel = readFileSync(process.env.PRISMA_DML_PATH, 'utf8');
const engine = new bg.QueryEngine({ datamodel, logLevel: 'error', logQueries: false, enableMetrics: false },
  () => {}, bindAdapter(new PrismaPg(pool)));
const TRACE = '{}';

const ACTIONS = ['createOne', 'deleteOne', 'updateOne', 'upsertOne', 'createMany', 'deleteMany', 'updateMany',
  'aggregate', 'groupBy', 'findMany', 'findFirst', 'findUnique'];

// The binary reads a Json field's value from a string; the JSON protocol wants it marked as such.
const jsonFields = new Map([...datamodel.matchAll(/^model (\w+) \{([\s\S]*?)^\}/gm)].map(([, model, body]) =>
  [model, new Set([...body.matchAll(/^\s*(\w+)\s+Json\b/gm)].map((m) => m[1]))]));
function markJson(model, v) {
  if (Array.isArray(v)) return v.map((x) => markJson(model, x));
  if (!v || typeof v !== 'object' || '$type' in v) return v;
  const mark = (x) => Array.isArray(x) ? x.map(mark) : typeof x === 'string' ? { $type: 'Json', value: x }
    : x && typeof x === 'object' && !('$type' in x) ? Object.fromEntries(Object.entries(x).map(([k, y]) => [k, k === 'path' ? y : mark(y)])) : x;
  return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, jsonFields.get(model)?.has(k) ? mark(x) : markJson(model, x)]));
}

function value(node) {
  switch (node.kind) {
    case 'IntValue': return Number.isSafeInteger(Number(node.value)) ? Number(node.value) : { $type: 'BigInt', value: node.value };
    case 'FloatValue': return Number(node.value);
    case 'NullValue': return null;
    case 'ListValue': return node.values.map(value);
    case 'ObjectValue': return Object.fromEntries(node.fields.map((f) => [f.name.value, value(f.value)]));
    default: return node.value; // string, boolean, enum
  }
}
const args = (field) => Object.fromEntries((field.arguments ?? []).map((a) => [a.name.value, value(a.value)]));
function selection(field) {
  const out = {};
  for (const f of field.selectionSet?.selections ?? [])
    out[f.name.value] = f.selectionSet || f.arguments?.length ? { arguments: args(f), selection: selection(f) } : true;
  return out;
}
function toJsonQuery(gql) {
  const field = parse(gql).definitions[0].selectionSet.selections[0];
  const name = field.name.value, alias = field.alias?.value ?? name;
  const query = { arguments: args(field), selection: selection(field) };
  if (name === 'queryRaw' || name === 'executeRaw') return { alias, body: { action: name, query: { ...query, selection: {} } } };
  const verb = ACTIONS.find((a) => name.startsWith(a));
  let modelName = name.slice(verb.length), action = verb;
  if (/^find(First|Unique)$/.test(verb) && modelName.endsWith('OrThrow')) { modelName = modelName.slice(0, -7); action += 'OrThrow'; }
  query.arguments = markJson(modelName, query.arguments);
  return { alias, body: { modelName, action, query } };
}
function plain(v) {
  if (Array.isArray(v)) return v.map(plain);
  if (v && typeof v === 'object') {
    if ('$type' in v) return v.$type === 'BigInt' ? Number(v.value) : v.value;
    return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, plain(x)]));
  }
  return v;
}
function answer({ alias, body }, reply) {
  if (reply.errors) return reply;
  const data = Object.values(reply.data)[0];
  return { data: { [alias]: body.action === 'queryRaw' ? data : plain(data) } };
}
async function run(request, tx) {
  if (request.batch) {
    const qs = request.batch.map((b) => toJsonQuery(b.query));
    const reply = JSON.parse(await engine.query(JSON.stringify({ batch: qs.map((q) => q.body),
      transaction: request.transaction ? {} : undefined }), TRACE, tx));
    return reply.batchResult ? { batchResult: reply.batchResult.map((r, i) => answer(qs[i], r)) } : reply;
  }
  const q = toJsonQuery(request.query);
  const reply = JSON.parse(await engine.query(JSON.stringify(q.body), TRACE, tx));
  return answer(q, reply);
}
await engine.connect(TRACE);
createServer(async (req, res) => {
  let text = '';
  for await (const chunk of req) text += chunk;
  let out;
  try {
    const [, scope, id, verb] = req.url.split('?')[0].split('/');
    if (scope === 'status') out = { status: 'ok' };
    else if (scope === 'metrics') out = { counters: [], gauges: [], histograms: [] };
    else if (scope === 'transaction' && id === 'start') {
      const o = JSON.parse(text);
      out = JSON.parse(await engine.startTransaction(JSON.stringify({ max_wait: o.max_wait ?? 2000, timeout: o.timeout ?? 5000, isolation_level: o.isolation_level }), TRACE));
    } else if (scope === 'transaction' && verb === 'commit') out = JSON.parse(await engine.commitTransaction(id, TRACE));
    else if (scope === 'transaction' && verb === 'rollback') out = JSON.parse(await engine.rollbackTransaction(id, TRACE));
    else out = await run(JSON.parse(text), req.headers['x-transaction-id']);
  } catch (e) {
    out = { errors: [{ error: String(e?.message ?? e), user_facing_error: { is_panic: false, message: String(e?.message ?? e), meta: {}, error_code: 'P0000' } }] };
  }
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify(out));
}).listen(port, 'localhost');
for (const s of ['SIGINT', 'SIGTERM']) process.on(s, () => process.exit(0));
