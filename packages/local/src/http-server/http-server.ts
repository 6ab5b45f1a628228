import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '@groundcrew/errors';
import {
  AwsError,
  type CallHook,
  type CallHookResult,
  ConnectionReset,
  type LocalRequest,
  type LocalResponse,
  type Service,
} from '../service.ts';
import { readCredential } from './credential.ts';
import { errorResponse } from './error-response.ts';
import { listenOnLoopback } from './listen.ts';
import { checkMethod } from './method-check.ts';
import { checkOrigin } from './origin-check.ts';
import { protocolOfUnsupported, unsupportedRequestError } from './unsupported-request.ts';

/** How long a client may take. None that works takes so long: what does holds a connection that others need. */
export interface ClientTimeouts {
  /** For the head of a request. */
  readonly headersMs: number;
  /** Between two pieces of a request's body, or of a response that it reads. */
  readonly idleMs: number;
  /** For a whole request. */
  readonly requestMs: number;
}

const defaultTimeouts: ClientTimeouts = { headersMs: 30_000, idleMs: 120_000, requestMs: 3_600_000 };

// On a busy machine Node's 5 s pass between two requests of one client: it would write to a connection that was just closed.
const KEEP_ALIVE_TIMEOUT_MS = 120_000;

export interface HttpServerOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  /** Names of this machine in `Host`, besides those of the loopback interface. */
  readonly allowedHosts?: readonly string[];
  /** Tried in this order. */
  readonly services: readonly Service[];
  /** Sees every call before it is carried out: faults, latency, the recorder. */
  readonly onCall?: CallHook;
  /** The name of the function that an access key id was issued to; `external` for all others. */
  readonly callerOf?: (accessKeyId: string) => string;
  /** Default: 30 s, 2 min and an hour. */
  readonly timeouts?: ClientTimeouts;
  /** Called for internal errors: any error that is not a response of a service. */
  readonly onBug?: (error: unknown, request: LocalRequest) => void;
}

/** The HTTP server of all services, on 127.0.0.1. */
export interface HttpServer {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly port: number;
  /** Stops listening, closes the services, and resets connections still open after `graceMs` (1,000). */
  close(graceMs?: number): Promise<void>;
}

/**
 * Starts to listen.
 *
 * @throws GroundcrewError `local.port.taken` if the port is in use, `local.port.refused` if it can't be bound.
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { headersMs, idleMs, requestMs } = options.timeouts ?? defaultTimeouts;
  let isClosing = false;
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: Math.min(5000, headersMs),
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    },
    (message, response) => {
      limitIdleTime(message, response, idleMs);
      handleMessage(message, response, { ...options, idleMs, isClosing: () => isClosing }).catch(() =>
        response.destroy(),
      );
    },
  );
  const port = await listenOnLoopback(server, options.port ?? 0);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    async close(graceMs = 1000) {
      isClosing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const service of options.services) await service.close?.();
      server.closeIdleConnections();
      const forceClose = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(forceClose);
    },
  };
}

/**
 * Resets a connection on which nothing moves while a request's body is received. After that it is the service that takes its time: a
 * receive that waits, a function that runs.
 */
function limitIdleTime(message: IncomingMessage, response: ServerResponse, idleMs: number): void {
  const { socket, headers } = message;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!hasBody) return;
  socket.setTimeout(idleMs);
  message.once('end', () => {
    if (!response.headersSent) socket.setTimeout(0);
  });
}

async function handleMessage(
  message: IncomingMessage,
  out: ServerResponse,
  options: HttpServerOptions & { readonly idleMs: number; readonly isClosing: () => boolean },
): Promise<void> {
  let hookResult: CallHookResult = {};
  const request: LocalRequest = {
    ...readHead(message, options),
    async reportCall(call) {
      const result = await options.onCall?.(call, request);
      hookResult = { ...hookResult, ...result };
      if (result?.late === undefined) return;
      hookResult = { ...hookResult, dropResponse: true };
      message.socket.destroy();
      await result.late;
      if (options.isClosing()) throw new ConnectionReset();
    },
  };
  const service = options.services.find((candidate) => candidate.matches(request));
  try {
    const response = await respond(service, request, options);
    if (hookResult.dropResponse) throw new ConnectionReset();
    // The client may also stop reading; Node sets the time of an idle connection when all is sent.
    message.socket.setTimeout(options.idleMs);
    await send(
      out,
      hookResult.errorAfterEffect ? errorResponseTo(hookResult.errorAfterEffect, service, request) : response,
      { 'x-amzn-requestid': request.id, 'x-amz-request-id': request.id, ...browserHeaders(request, service) },
    );
    // Unread body bytes would precede the connection's next request.
    message.resume();
  } catch (error) {
    message.socket.destroy();
    const clientLeft = (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE';
    if (!clientLeft && !(error instanceof ConnectionReset)) options.onBug?.(error, request);
  }
}

async function respond(
  service: Service | undefined,
  request: LocalRequest,
  { services, allowedHosts, onBug }: HttpServerOptions,
): Promise<LocalResponse> {
  try {
    checkOrigin(request.headers, allowedHosts);
    if (!service) throw await unsupportedRequestError(request, services);
    checkMethod(request, service);
    if (!request.rawUrl.startsWith('/'))
      throw new AwsError(400, 'InvalidURI', `"${request.rawUrl}" is not a path`);
    return await service.handle(request);
  } catch (error) {
    if (error instanceof AwsError) return errorResponseTo(error, service, request);
    if (error instanceof ConnectionReset || request.body.errored) throw new ConnectionReset();
    onBug?.(error, request);
    const code = service?.protocol === 's3' ? 'InternalError' : 'InternalFailure';
    return errorResponseTo(new AwsError(500, code, messageOf(error)), service, request);
  }
}

function errorResponseTo(
  error: AwsError,
  service: Service | undefined,
  request: LocalRequest,
): LocalResponse {
  const protocol = service?.protocolOf?.(request) ?? service?.protocol ?? protocolOfUnsupported(request);
  return errorResponse(error, protocol, request);
}

function readHead(
  message: IncomingMessage,
  { callerOf }: HttpServerOptions,
): Omit<LocalRequest, 'reportCall'> {
  const rawUrl = message.url ?? '/';
  const mark = rawUrl.indexOf('?');
  const query = new URLSearchParams(mark < 0 ? '' : rawUrl.slice(mark + 1));
  const headers = singleHeaders(message.headers);
  const credential = readCredential(headers.authorization, query);
  return {
    id: randomUUID(),
    method: message.method ?? 'GET',
    path: mark < 0 ? rawUrl : rawUrl.slice(0, mark),
    rawUrl,
    query,
    headers,
    body: message,
    caller: credential ? (callerOf?.(credential.accessKeyId) ?? 'external') : 'external',
    accessKeyId: credential?.accessKeyId,
    signingService: credential?.service,
    signingRegion: credential?.region,
  };
}

function singleHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const single: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) single[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return single;
}

/** An object that is a page must not run scripts in the origin of this server. The pages of HTTP APIs are the functions' own. */
function browserHeaders({ headers }: LocalRequest, service: Service | undefined): Record<string, string> {
  if (headers['sec-fetch-mode'] === undefined || service?.name === 'execute-api') return {};
  return { 'content-security-policy': 'sandbox', 'x-content-type-options': 'nosniff' };
}

async function send(
  out: ServerResponse,
  { status, headers, body }: LocalResponse,
  common: Readonly<Record<string, string>>,
) {
  const head: Record<string, string | number> = { ...common, ...headers };
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    // HEAD returns the length that a GET would send; 204 and 304 must not have one.
    if (head['content-length'] === undefined && status !== 204 && status !== 304) {
      head['content-length'] = body === undefined ? 0 : Buffer.byteLength(body);
    }
    out.writeHead(status, head);
    out.end(body);
    return;
  }
  out.writeHead(status, head);
  await pipeline(Readable.from(body, { objectMode: false }), out);
}
