#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// fetch-native.mjs DIR [SECONDS]: puts Prisma's native query engine into DIR, made in an existing folder, with
// Prisma's own downloader: that knows this platform, PRISMA_ENGINES_MIRROR, proxies and checksums. The engine's path on
// stdout, or one line why there is none and exit code 1.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { enginesVersion } = require('@prisma/engines-version');
const DOWNLOAD = '--download'; // how this file calls itself
const DEFAULT_SECONDS = 20;

// One line without credentials, wherever an address has them.
function shown(message) {
  const [line] = String(message).trim().split('\n');
  return line.replace(/\p{Cc}/gu, '').replace(/\/\/[^/\s@]*@/g, '//').replace(/\?[^\s,)]*/g, '');
}

async function download(folder) {
  const { download: fetchEngine } = require('@prisma/fetch-engine');
  const paths = await fetchEngine({ binaries: { 'query-engine': folder }, version: enginesVersion });
  return { path: Object.values(paths['query-engine'])[0] };
}

// The downloader has no time limit, and keeps a cache at home and temporary files: it runs in a process that can be
// killed, with a home that goes away.
function environment(home) {
  const env = { ...process.env, HOME: home, TMPDIR: home };
  const unwanted = ['DEBUG', 'PRISMA_QUERY_ENGINE_BINARY', 'BINARY_DOWNLOAD_VERSION', 'AWS_LAMBDA_FUNCTION_VERSION'];
  for (const name of unwanted) delete env[name];
  return env;
}

function downloadWithin(folder, milliseconds) {
  const { promise, resolve: settle } = Promise.withResolvers();
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), DOWNLOAD, folder], {
    env: environment(folder),
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: milliseconds,
    killSignal: 'SIGKILL',
  });
  process.once('exit', () => child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (data) => { output += data; });
  child.on('error', (error) => settle({ error: error.message }));
  child.on('close', (code, signal) => {
    const last = output.trim().split('\n').at(-1);
    if (signal) settle({ timedOut: true });
    else settle(last ? JSON.parse(last) : { error: `the downloader ended with ${code}` });
  });
  return promise;
}

// Proof that the file runs here and is the engine that this client expects.
function check(path, milliseconds) {
  const run = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: Math.max(milliseconds, 1) });
  const told = (text) => shown(text.replaceAll(path, 'the file'));
  if (run.error) throw new Error(`what was downloaded does not run: ${told(run.error.message)}`);
  const version = run.stdout.trim();
  if (run.status !== 0 || version !== `query-engine ${enginesVersion}`) {
    const said = told(version || run.stderr || `exit code ${run.status}`);
    throw new Error(`what was downloaded is not query-engine ${enginesVersion}: ${said}`);
  }
}

async function fetchInto(folder, seconds) {
  const deadline = Date.now() + seconds * 1000;
  const staging = mkdtempSync(`${folder}.fetching-`);
  const cleanUp = () => rmSync(staging, { recursive: true, force: true });
  process.once('exit', cleanUp);
  const { path, error, timedOut } = await downloadWithin(staging, deadline - Date.now());
  if (timedOut) {
    const from = process.env.PRISMA_ENGINES_MIRROR || 'https://binaries.prisma.sh';
    throw new Error(`${from} did not deliver within ${seconds} s`);
  }
  if (error) throw new Error(error);
  check(path, deadline - Date.now());
  mkdirSync(folder, { recursive: true });
  const target = join(folder, basename(path));
  renameSync(path, target);
  return target;
}

async function main([folder, seconds = String(DEFAULT_SECONDS), ...more]) {
  if (!folder || more.length || !(Number(seconds) > 0)) {
    console.error('usage: fetch-native.mjs DIR [SECONDS]');
    return 2;
  }
  try {
    console.log(await fetchInto(resolve(folder), Number(seconds)));
    return 0;
  } catch (error) {
    console.error(`Prisma's native query engine is not to be had: ${shown(error.message)}`);
    return 1;
  }
}

const [first, ...rest] = process.argv.slice(2);
if (first === DOWNLOAD) {
  const outcome = await download(rest[0]).catch((error) => ({ error: error.message }));
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
} else {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
  process.exit(await main(process.argv.slice(2)));
}
