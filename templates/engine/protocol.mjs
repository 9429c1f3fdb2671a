// SPDX-License-Identifier: Apache-2.0
// prisma-client-py speaks Prisma's GraphQL protocol, the WebAssembly engine only its JSON protocol: this translates
// requests to the latter and results back.
import { parse } from 'graphql';

const ACTIONS = [
  'createManyAndReturn', 'createMany', 'createOne', 'deleteMany', 'deleteOne', 'updateMany', 'updateOne', 'upsertOne',
  'aggregate', 'groupBy', 'findMany', 'findFirst', 'findUnique',
];
const RAW_ACTIONS = ['queryRaw', 'executeRaw'];
// What a filter of a Json field holds beside JSON values.
const NO_JSON = new Set(['path', 'mode', 'string_contains', 'string_starts_with', 'string_ends_with']);
const JSON_NULLS = new Set(['DbNull', 'JsonNull', 'AnyNull']);

// A request that no engine would run; `code` is Prisma's error code.
export class InvalidQuery extends Error {
  constructor(message, code = 'P2009') {
    super(message);
    this.code = code;
  }
}

// The fields of each model of a Prisma schema: Map(model → Map(field → type)).
export function readModels(schema) {
  const models = new Map();
  for (const [, model, body] of schema.matchAll(/^\s*model\s+(\w+)\s*\{([\s\S]*?)^\s*\}/gm)) {
    const fields = body.matchAll(/^\s*(\w+)\s+(\w+)/gm);
    models.set(model, new Map([...fields].map(([, name, type]) => [name, type])));
  }
  return models;
}

// Numbers keep their digits: an integer may have 64 bits, and JSON tells 5.0 from 5.
function number(node) {
  const value = node.value;
  if (node.kind === 'IntValue' && BigInt(value) !== BigInt.asIntN(64, BigInt(value))) {
    throw new InvalidQuery('A number used in the query does not fit into a 64 bit signed integer. Consider using'
      + " `BigInt` as field type if you're trying to store large integers.", 'P2033');
  }
  if (!Number.isFinite(Number(value))) throw new InvalidQuery(`Invalid 64-bit float: ${value}`);
  return JSON.rawJSON(value);
}

function literal(node) {
  switch (node.kind) {
    case 'IntValue':
    case 'FloatValue': return number(node);
    case 'NullValue': return null;
    case 'ListValue': return node.values.map(literal);
    case 'ObjectValue': return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, literal(value)]));
    case 'Variable': throw new InvalidQuery(`Variables are not supported: $${node.name.value}`);
    default: return node.value; // string, boolean, enum
  }
}

const isPlainObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)
  && !JSON.isRawJSON(value);

// The value of a Json field, or a filter on one. GraphQL has JSON in a string; the JSON protocol wants that said.
function markJson(value) {
  if (typeof value === 'string') return JSON_NULLS.has(value) ? value : { $type: 'Json', value };
  if (Array.isArray(value)) return value.map(markJson);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) =>
    [key, NO_JSON.has(key) ? inner : markJson(inner)]));
}

// Arguments of a model: a key that is a field leads to its type, any other one (where, AND, create, is, …) stays.
function markArguments(models, model, value) {
  if (Array.isArray(value)) return value.map((inner) => markArguments(models, model, inner));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => {
    const type = models.get(model)?.get(key);
    if (type === 'Json') return [key, markJson(inner)];
    return [key, markArguments(models, models.has(type) ? type : model, inner)];
  }));
}

function argumentsOf(models, model, field) {
  const values = Object.fromEntries((field.arguments ?? []).map(({ name, value }) => [name.value, literal(value)]));
  return markArguments(models, model, values);
}

function selectionOf(models, model, field) {
  const selection = {};
  for (const inner of field.selectionSet?.selections ?? []) {
    if (inner.kind !== 'Field') throw new InvalidQuery('Fragments are not supported.');
    if (inner.alias) throw new InvalidQuery(`An alias below the operation is not supported: ${inner.alias.value}`);
    const type = models.get(model)?.get(inner.name.value);
    const nested = models.has(type) ? type : model;
    selection[inner.name.value] = inner.selectionSet || inner.arguments?.length
      ? { arguments: argumentsOf(models, nested, inner), selection: selectionOf(models, nested, inner) }
      : true;
  }
  return selection;
}

// "findFirstUserOrThrow" → { action: "findFirstOrThrow", model: "User" }
function operation(models, name) {
  for (const action of ACTIONS.filter((prefix) => name.startsWith(prefix))) {
    const rest = name.slice(action.length);
    if (models.has(rest)) return { action, model: rest };
    const model = rest.replace(/OrThrow$/, '');
    if (action.startsWith('find') && models.has(model)) return { action: `${action}OrThrow`, model };
  }
  throw new InvalidQuery(`Operation '${name}' does not match any query.`);
}

function rootField(text) {
  let document;
  try {
    document = parse(text, { noLocation: true });
  } catch (error) {
    throw new InvalidQuery(`Error parsing GraphQL query: ${error.message}`);
  }
  const fields = document.definitions.flatMap((definition) => definition.selectionSet?.selections ?? []);
  if (fields.length !== 1 || fields[0].kind !== 'Field') throw new InvalidQuery('A query needs exactly one operation.');
  return fields[0];
}

// A GraphQL query as { alias, body }: the name of its result and the request of the JSON protocol.
export function toJsonQuery(models, text, { rawQueries }) {
  const field = rootField(text);
  const name = field.name.value;
  const alias = field.alias?.value ?? name;
  if (RAW_ACTIONS.includes(name)) {
    if (!rawQueries) throw new InvalidQuery(`Operation '${name}' needs --enable-raw-queries.`);
    const query = { arguments: argumentsOf(models, undefined, field), selection: {} };
    return { alias, body: { action: name, query } };
  }
  const { action, model } = operation(models, name);
  const query = { arguments: argumentsOf(models, model, field), selection: selectionOf(models, model, field) };
  return { alias, body: { modelName: model, action, query } };
}

// A value of a result without the JSON protocol's marks; a BigInt keeps all its digits.
function unmark(value) {
  if (Array.isArray(value)) return value.map(unmark);
  if (!isPlainObject(value)) return value;
  if ('$type' in value) return value.$type === 'BigInt' ? JSON.rawJSON(value.value) : value.value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unmark(inner)]));
}

// A reply of the engine with all digits of its numbers; only where there are many of them is that worth the time.
export function parseReply(text) {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, (key, value, { source }) => (typeof value === 'number' ? JSON.rawJSON(source) : value));
}

// The engine's reply to a query of toJsonQuery, as the GraphQL protocol has it.
export function fromJsonReply({ alias, body }, reply) {
  if (reply.errors) return { errors: reply.errors };
  const result = Object.values(reply.data)[0];
  // rows of a raw query may hold anything, "$type" too
  return { data: { [alias]: RAW_ACTIONS.includes(body.action) ? result : unmark(result) } };
}
