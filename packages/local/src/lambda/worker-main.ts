import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { InvokeMessage, WorkerMessage, WorkerSettings } from './worker-protocol.ts';

/*
 * Runs in a worker of its own: loads one function and answers its invocations, as Lambda's Node.js runtime does.
 * Rules: "Define Lambda function handler in Node.js" and "Using the Lambda context object" in the developer guide.
 */

type Handler = (event: unknown, context: unknown) => unknown;

const MAX_RESPONSE_BYTES = 6 * 1024 * 1024;
const settings = workerData as WorkerSettings;
const port = parentPort!;
const send = (message: WorkerMessage) => port.postMessage(message);

try {
  const handler = await load();
  port.on('message', (message: InvokeMessage) => void invoke(handler, message));
  send({ type: 'ready' });
} catch (error) {
  send({ type: 'error', payload: describe(error) });
}

async function load(): Promise<Handler> {
  const dot = settings.handler.lastIndexOf('.');
  const module = settings.handler.slice(0, dot);
  const file = ['mjs', 'js', 'cjs']
    .map((extension) => join(settings.directory, `${module}.${extension}`))
    .find((path) => existsSync(path));
  if (!file) throw runtimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  const loaded = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const handler = loaded[settings.handler.slice(dot + 1)];
  if (typeof handler === 'function') return handler as Handler;
  throw runtimeError('Runtime.HandlerNotFound', `${settings.handler} is undefined or not exported`);
}

async function invoke(handler: Handler, { requestId, payload, deadline }: InvokeMessage): Promise<void> {
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
    const answer = JSON.stringify(result) ?? 'null';
    if (Buffer.byteLength(answer) > MAX_RESPONSE_BYTES) {
      throw runtimeError(
        'Function.ResponseSizeTooLarge',
        `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
      );
    }
    send({ type: 'result', payload: answer });
  } catch (error) {
    send({ type: 'error', payload: describe(error) });
  }
}

function runtimeError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

function describe(error: unknown): string {
  const thrown = error instanceof Error ? error : runtimeError(typeof error, String(error));
  return JSON.stringify({
    errorType: thrown.name,
    errorMessage: thrown.message,
    trace: thrown.stack?.split('\n') ?? [],
  });
}
