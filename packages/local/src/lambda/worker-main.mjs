import { existsSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/*
 * Runs in a worker of its own: loads one function and answers its invocations, as Lambda's Node.js runtime does.
 * Rules: "Define Lambda function handler in Node.js" and "Using the Lambda context object" in the developer guide.
 *
 * JavaScript, with its types in comments: to remove types, each worker would load Node's stripper first, which takes as
 * long as all the rest of its start.
 */

/** @typedef {import('./worker-protocol.ts').InvokeMessage} InvokeMessage */
/** @typedef {import('./worker-protocol.ts').WorkerMessage} WorkerMessage */
/** @typedef {(event: unknown, context: unknown) => unknown} Handler */

const MAX_RESPONSE_BYTES = 6 * 1024 * 1024;
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
  const dot = settings.handler.lastIndexOf('.');
  const module = settings.handler.slice(0, dot);
  const file = ['mjs', 'js', 'cjs']
    .map((extension) => join(settings.directory, `${module}.${extension}`))
    .find((path) => existsSync(path));
  if (!file) throw runtimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  const loaded = /** @type {Record<string, unknown>} */ (await import(pathToFileURL(file).href));
  const handler = loaded[settings.handler.slice(dot + 1)];
  if (typeof handler === 'function') return /** @type {Handler} */ (handler);
  throw runtimeError('Runtime.HandlerNotFound', `${settings.handler} is undefined or not exported`);
}

/**
 * @param {Handler} handler
 * @param {InvokeMessage} message
 */
async function invoke(handler, { requestId, payload, deadline }) {
  try {
    const result = await handler(JSON.parse(payload), {
      callbackWaitsForEmptyEventLoop: true,
      functionName: settings.functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: settings.functionArn,
      memoryLimitInMB: String(settings.memoryMb),
      awsRequestId: requestId,
      logGroupName: settings.logGroupName,
      logStreamName: settings.logStreamName,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    });
    const response = JSON.stringify(result) ?? 'null';
    if (Buffer.byteLength(response) > MAX_RESPONSE_BYTES) {
      throw runtimeError(
        'Function.ResponseSizeTooLarge',
        `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
      );
    }
    await flushOutput();
    send({ type: 'result', payload: response });
  } catch (error) {
    await flushOutput();
    send({ type: 'error', payload: describe(error) });
  }
  // By now, what an invocation needs is compiled.
  if (!hasRun && settings.compileCache !== undefined) flushCompileCache();
  hasRun = true;
}

/**
 * @param {string} name
 * @param {string} message
 */
function runtimeError(name, message) {
  return Object.assign(new Error(message), { name });
}

/** @param {unknown} error */
function describe(error) {
  const thrown = error instanceof Error ? error : runtimeError(typeof error, String(error));
  return JSON.stringify({
    errorType: thrown.name,
    errorMessage: thrown.message,
    trace: thrown.stack?.split('\n') ?? [],
  });
}
