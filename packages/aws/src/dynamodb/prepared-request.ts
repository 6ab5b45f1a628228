import { Readable } from 'node:stream';
import type { DynamoDBClientResolvedConfig } from '@aws-sdk/client-dynamodb';
import { createSigner, type Signer } from '@groundcrew/aws-core';
import type {
  AbsoluteLocation,
  Command,
  FinalizeHandler,
  FinalizeRequestHandlerOptions,
  Handler,
  HttpHandlerOptions,
  HttpRequest,
  HttpResponse,
  MetadataBearer,
  StaticOperationSchema,
} from '@smithy/types';
import { checkAnswer } from '../foreign-answers.ts';

/** What a writer learns from its first request and needs for all later ones. */
export interface RequestTemplateCache {
  template?: RequestTemplate | undefined;
}

interface RequestTemplate {
  readonly request: Pick<HttpRequest, 'protocol' | 'hostname' | 'port' | 'path'>;
  /** Headers that don't change from request to request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly host: string;
  readonly contentType: string;
  readonly target: string;
  readonly sign: Signer;
}

type Configuration = DynamoDBClientResolvedConfig & {
  /** Where the SDK stores its correction of this machine's clock. */
  readonly systemClockOffset?: number;
};

/** A command whose body is text already. */
export interface PreparedRequest<Output> {
  readonly templateCache: RequestTemplateCache;
  readonly body: () => string;
  /** The response to a request of which everything was carried out; compared as text. */
  readonly successText: string;
  readonly successOutput: Output;
}

/** The parts of an SDK command that are used here. */
type SdkCommand<Input extends object, Output extends MetadataBearer> = Pick<
  Command<Input, Input, Output, Output, DynamoDBClientResolvedConfig>,
  'middlewareStack'
> & { readonly schema?: unknown };

/** Errors that a wrong clock may cause; the SDK's own path corrects it. */
const clockErrors = new Set(['InvalidSignatureException', 'RequestExpired', 'SignatureDoesNotMatch']);

/**
 * How a command is sent whose body is prepared: for `resolveMiddleware` of a subclass of a command of the SDK.
 *
 * The first one of a writer is sent through the client's whole middleware stack, and inspected when it leaves: endpoint,
 * signing region, user agent. Later ones sign the body and pass it to the client's own request handler. A response other than
 * full success is parsed by the SDK, so that outputs and errors are its own.
 *
 * So the later ones bypass: middleware added to the client or to the command, the SDK's logger, and request
 * compression. Credentials, their refresh, the corrected clock and the request handler are the client's.
 *
 * The SDK retries none of them: the writer checks before each attempt whether it may still write, and a later retry
 * by the SDK without that check could overwrite another writer's newer row with an old one.
 */
export function preparedHandler<Input extends object, Output extends MetadataBearer>(
  command: SdkCommand<Input, Output>,
  prepared: PreparedRequest<Output>,
  configuration: DynamoDBClientResolvedConfig,
  options: HttpHandlerOptions | undefined,
  sdkHandler: () => Handler<Input, Output>,
): Handler<Input, Output> {
  command.middlewareStack.add(retryWithCorrectedClock, retryMiddlewareLocation);
  const { templateCache } = prepared;
  const { template } = templateCache;
  if (template === undefined) {
    command.middlewareStack.add(
      (next) => (args) => {
        templateCache.template ??= templateOf((args as { request: HttpRequest }).request);
        return next(args);
      },
      { step: 'deserialize', priority: 'low' },
    );
    return sdkHandler();
  }
  return async (args) => {
    try {
      return await send(template, prepared, configuration, options ?? {}, command.schema);
    } catch (error) {
      if (!isClockError(error)) throw error;
      return sdkHandler()(args);
    }
  };
}

/** The middleware step of the SDK's own retries, which is replaced. */
const retryMiddlewareLocation: FinalizeRequestHandlerOptions & AbsoluteLocation = {
  name: 'retryMiddleware',
  step: 'finalizeRequest',
  priority: 'high',
  override: true,
};

/** From such an error the SDK learns the service's clock, which it uses for the next signature. */
function retryWithCorrectedClock<Input extends object, Output extends object>(
  next: FinalizeHandler<Input, Output>,
): FinalizeHandler<Input, Output> {
  return async (args) => {
    try {
      return await next(args);
    } catch (error) {
      if (!isClockError(error)) throw error;
      return await next(args);
    }
  };
}

function isClockError(error: unknown): boolean {
  return error instanceof Error && clockErrors.has(error.name);
}

/** How a request of the SDK is sent; `undefined` if it is not signed in a way that is supported here. */
function templateOf({
  protocol,
  hostname,
  port,
  path,
  query,
  headers,
}: HttpRequest): RequestTemplate | undefined {
  const scope = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request,/.exec(
    headers.authorization ?? '',
  );
  const [, region, service] = scope ?? [];
  const { host, 'content-type': contentType, 'x-amz-target': target } = headers;
  if (!region || !service || !host || !contentType || !target || path !== '/') return undefined;
  if (query && Object.keys(query).length > 0) return undefined;
  const constant = ['host', 'content-type', 'x-amz-target', 'user-agent', 'x-amzn-trace-id'];
  return {
    request: { protocol, hostname, ...(port !== undefined && { port }), path },
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => constant.includes(name))),
    host,
    contentType,
    target,
    sign: createSigner({ region, service }),
  };
}

async function send<Output extends MetadataBearer>(
  { request, headers, host, contentType, target, sign }: RequestTemplate,
  prepared: PreparedRequest<Output>,
  configuration: Configuration,
  options: HttpHandlerOptions,
  schema: unknown,
): Promise<{ output: Output; response: unknown }> {
  const body = Buffer.from(prepared.body());
  const credentials = await configuration.credentials();
  const nowMs = Date.now() + (configuration.systemClockOffset ?? 0);
  const { response } = await configuration.requestHandler.handle(
    {
      ...request,
      method: 'POST',
      query: {},
      headers: {
        ...headers,
        'content-length': String(body.byteLength),
        ...sign({ host, contentType, target, body }, credentials, nowMs),
      },
      body,
    } as never,
    options,
  );
  const answer = await collect(response.body, configuration);
  const { successText, successOutput } = prepared;
  if (
    response.statusCode === 200 &&
    answer.byteLength === successText.length &&
    String(answer) === successText
  ) {
    const $metadata = { httpStatusCode: 200, requestId: response.headers['x-amzn-requestid'] };
    const output: Output = { ...successOutput, $metadata };
    checkAnswer(response, output, schema as StaticOperationSchema);
    return { output, response };
  }
  const output = await deserializeWithSdk<Output>(answer, response, configuration, schema);
  checkAnswer(response, output, schema as StaticOperationSchema);
  return { output, response };
}

/** Outputs and errors as the SDK's own deserializer creates them, from a response whose body was read already. */
async function deserializeWithSdk<Output extends MetadataBearer>(
  body: Uint8Array,
  response: HttpResponse,
  configuration: Configuration,
  schema: unknown,
): Promise<Output> {
  const [, namespace, name, traits, input, output] = schema as StaticOperationSchema;
  const protocol = configuration.protocol as unknown as SdkProtocol<Output>;
  try {
    return await protocol.deserializeResponse(
      { namespace, name, traits, input, output },
      { ...configuration },
      {
        ...response,
        body,
      },
    );
  } catch (error) {
    // As the SDK's middleware does for a malformed body, such as a proxy's error page.
    if (error instanceof Error && !('$metadata' in error)) {
      Object.assign(error, { $metadata: { httpStatusCode: response.statusCode } });
    }
    throw error;
  }
}

/** The one method used of the SDK's `protocol`, whose types the SDK does not export. */
interface SdkProtocol<Output> {
  deserializeResponse(operation: object, context: object, response: object): Promise<Output>;
}

async function collect(body: unknown, configuration: Configuration): Promise<Buffer> {
  if (!(body instanceof Readable)) return Buffer.from(await configuration.streamCollector(body));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    body.on('data', (chunk: Buffer) => chunks.push(chunk));
    body.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    body.on('error', reject);
  });
}
