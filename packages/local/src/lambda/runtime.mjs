/*
 * How Lambda's Node.js runtime calls a handler, and what becomes of its result.
 * Rules: "Define Lambda function handler in Node.js" and "Using the Lambda context object" in the developer guide.
 *
 * JavaScript, with its types in comments: to remove types, each worker would load Node's stripper first, which takes as
 * long as all the rest of its start.
 */

/** @typedef {import('./worker-protocol.ts').InvokeMessage} InvokeMessage */
/** @typedef {import('./worker-protocol.ts').AnswerMessage} AnswerMessage */
/** @typedef {import('./worker-protocol.ts').WorkerSettings} WorkerSettings */
/** @typedef {(event: unknown, context: unknown) => unknown} Handler */

const MAX_RESPONSE_BYTES = 6 * 1024 * 1024;

/**
 * The module and the export of a handler as Lambda has it.
 *
 * @param {string} handler `index.handler`
 */
export function partsOf(handler) {
  const dot = handler.lastIndexOf('.');
  return { module: handler.slice(0, dot), name: handler.slice(dot + 1) };
}

/**
 * @param {Readonly<Record<string, unknown>>} exported the exports of the handler's module
 * @param {string} handler
 * @returns {Handler}
 */
export function handlerOf(exported, handler) {
  const found = exported[partsOf(handler).name];
  if (typeof found === 'function') return /** @type {Handler} */ (found);
  throw runtimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
}

/**
 * Calls the handler once; never rejects.
 *
 * @param {Handler} handler
 * @param {WorkerSettings} settings
 * @param {InvokeMessage} message
 * @returns {Promise<AnswerMessage>}
 */
export async function call(handler, settings, { requestId, payload, deadline }) {
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
    return { type: 'result', payload: response };
  } catch (error) {
    return { type: 'error', payload: describe(error) };
  }
}

/**
 * @param {string} name
 * @param {string} message
 */
export function runtimeError(name, message) {
  return Object.assign(new Error(message), { name });
}

/**
 * What was thrown, as Lambda describes it: JSON.
 *
 * @param {unknown} error
 */
export function describe(error) {
  const thrown = error instanceof Error ? error : runtimeError(typeof error, String(error));
  return JSON.stringify({
    errorType: thrown.name,
    errorMessage: thrown.message,
    trace: thrown.stack?.split('\n') ?? [],
  });
}
