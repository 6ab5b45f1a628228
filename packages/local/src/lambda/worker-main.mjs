import { existsSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { call, describe, handlerOf, partsOf, runtimeError } from './runtime.mjs';

/* Runs in a worker of its own: loads one function and answers its invocations. JavaScript, as is `runtime.mjs`. */

/** @typedef {import('./worker-protocol.ts').InvokeMessage} InvokeMessage */
/** @typedef {import('./worker-protocol.ts').WorkerMessage} WorkerMessage */
/** @typedef {import('./runtime.mjs').Handler} Handler */

const settings = /** @type {import('./worker-protocol.ts').WorkerSettings} */ (workerData);
const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
/** @param {WorkerMessage} message */
const send = (message) => port.postMessage(message);

let hasRun = false;

try {
  // Before the function is loaded. Where the folder can't be written, nothing is kept.
  if (settings.compileCache !== undefined) enableCompileCache(settings.compileCache);
  const handler = await load();
  port.on('message', (message) => void invoke(handler, message));
  send({ type: 'ready' });
} catch (error) {
  send({ type: 'error', payload: describe(error) });
}

/** What the function printed arrives before its result: they take different ways to the other thread. */
async function flushOutput() {
  for (const output of [process.stdout, process.stderr]) {
    if (output.writableLength > 0) await new Promise((resolve) => output.write('', resolve));
  }
}

/** @returns {Promise<Handler>} */
async function load() {
  const { module } = partsOf(settings.handler);
  const file = ['mjs', 'js', 'cjs']
    .map((extension) => join(settings.directory, `${module}.${extension}`))
    .find((path) => existsSync(path));
  if (!file) throw runtimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  const loaded = /** @type {Record<string, unknown>} */ (await import(pathToFileURL(file).href));
  return handlerOf(loaded, settings.handler);
}

/**
 * @param {Handler} handler
 * @param {InvokeMessage} message
 */
async function invoke(handler, message) {
  const answer = await call(handler, settings, message);
  await flushOutput();
  send(answer);
  // By now, what an invocation needs is compiled.
  if (!hasRun && settings.compileCache !== undefined) flushCompileCache();
  hasRun = true;
}
