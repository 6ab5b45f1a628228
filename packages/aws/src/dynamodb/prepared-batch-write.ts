import { Readable } from 'node:stream';
import {
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  type BatchWriteItemCommandOutput,
  type DynamoDBClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
import { createSigner, type Signer } from '@groundcrew/aws-core';
import type {
  AbsoluteLocation,
  DeserializeHandler,
  FinalizeHandler,
  FinalizeRequestHandlerOptions,
  Handler,
  HttpHandlerOptions,
  HttpRequest,
  HttpResponse,
  MiddlewareStack,
  StaticOperationSchema,
} from '@smithy/types';
import { parseStoredItem } from './attribute-values.ts';

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

type Output = { output: BatchWriteItemCommandOutput; response: unknown };
type Configuration = DynamoDBClientResolvedConfig & {
  /** Where the SDK stores its correction of this machine's clock. */
  readonly systemClockOffset?: number;
};

const ALL_PROCESSED = '{"UnprocessedItems":{}}';

/** Errors that a wrong clock may cause; the SDK's own path corrects it. */
const CLOCK_ERRORS = new Set(['InvalidSignatureException', 'RequestExpired', 'SignatureDoesNotMatch']);

/**
 * A `BatchWriteItem` whose items are DynamoDB JSON already.
 *
 * For `client.send`, and for mocks of it, this is a `BatchWriteItemCommand` with an ordinary input and output. The
 * first one of a writer is also sent as one, through the client's whole middleware stack, and inspected when it
 * leaves: endpoint, signing region, user agent. Later ones build the body from the items, sign it and pass it to
 * the client's own request handler. A response other than "all processed" is parsed by the SDK, so that outputs
 * and errors are its own.
 *
 * So the later ones bypass: middleware added to the client or to the command, the SDK's logger, and request
 * compression. Credentials, their refresh, the corrected clock and the request handler are the client's.
 *
 * The SDK retries none of them: the writer checks before each attempt whether it may still write, and a later retry
 * by the SDK without that check could overwrite another writer's newer row with an old one.
 */
export class PreparedBatchWriteCommand extends BatchWriteItemCommand {
  readonly #tableName: string;
  readonly #items: readonly string[];
  readonly #templateCache: RequestTemplateCache;
  readonly #removed: ReadonlySet<number> | undefined;

  /** @param removed the places of keys among the items, whose items are deleted */
  constructor(
    tableName: string,
    items: readonly string[],
    templateCache: RequestTemplateCache,
    removed?: ReadonlySet<number>,
  ) {
    super(emptyInput);
    this.#removed = removed;
    this.#tableName = tableName;
    this.#items = items;
    this.#templateCache = templateCache;
    // Created on demand: avoiding it is most of what this class saves.
    Object.defineProperty(this, 'input', { get: () => this.#input(), enumerable: true });
  }

  override resolveMiddleware(
    stack: MiddlewareStack<ServiceInputTypes, ServiceOutputTypes>,
    configuration: DynamoDBClientResolvedConfig,
    options?: HttpHandlerOptions,
  ): Handler<BatchWriteItemCommandInput, BatchWriteItemCommandOutput> {
    this.middlewareStack.add(retryWithCorrectedClock, retryMiddlewareLocation);
    const sdkHandler = () => super.resolveMiddleware(stack, configuration, options);
    const { template } = this.#templateCache;
    if (template === undefined) {
      this.middlewareStack.add((next) => this.#captureTemplate(next), {
        step: 'deserialize',
        priority: 'low',
      });
      return sdkHandler();
    }
    return async (args) => {
      try {
        return await send(template, this.#body(), configuration, options ?? {}, this.schema);
      } catch (error) {
        if (!isClockError(error)) throw error;
        return sdkHandler()(args);
      }
    };
  }

  #captureTemplate(
    next: DeserializeHandler<BatchWriteItemCommandInput, BatchWriteItemCommandOutput>,
  ): DeserializeHandler<BatchWriteItemCommandInput, BatchWriteItemCommandOutput> {
    return (args) => {
      this.#templateCache.template ??= templateOf(args.request as HttpRequest);
      return next(args);
    };
  }

  #body(): string {
    const removed = this.#removed;
    const puts =
      removed === undefined
        ? `{"PutRequest":{"Item":${this.#items.join('}},{"PutRequest":{"Item":')}}}`
        : this.#items
            .map((json, place) =>
              removed.has(place) ? `{"DeleteRequest":{"Key":${json}}}` : `{"PutRequest":{"Item":${json}}}`,
            )
            .join(',');
    return `{"RequestItems":{${JSON.stringify(this.#tableName)}:[${puts}]}}`;
  }

  #input(): BatchWriteItemCommandInput {
    return {
      RequestItems: {
        [this.#tableName]: this.#items.map((json, place) => {
          const item = parseStoredItem(json);
          return this.#removed?.has(place)
            ? { DeleteRequest: { Key: item } }
            : { PutRequest: { Item: item } };
        }),
      },
    };
  }
}

const emptyInput: BatchWriteItemCommandInput = { RequestItems: {} };

/** The middleware step of the SDK's own retries, which is replaced. */
const retryMiddlewareLocation: FinalizeRequestHandlerOptions & AbsoluteLocation = {
  name: 'retryMiddleware',
  step: 'finalizeRequest',
  priority: 'high',
  override: true,
};

/** From such an error the SDK learns the service's clock, which it uses for the next signature. */
function retryWithCorrectedClock(
  next: FinalizeHandler<BatchWriteItemCommandInput, BatchWriteItemCommandOutput>,
): FinalizeHandler<BatchWriteItemCommandInput, BatchWriteItemCommandOutput> {
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
  return error instanceof Error && CLOCK_ERRORS.has(error.name);
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

async function send(
  { request, headers, host, contentType, target, sign }: RequestTemplate,
  text: string,
  configuration: Configuration,
  options: HttpHandlerOptions,
  schema: unknown,
): Promise<Output> {
  const body = Buffer.from(text);
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
  if (
    response.statusCode === 200 &&
    answer.byteLength === ALL_PROCESSED.length &&
    String(answer) === ALL_PROCESSED
  ) {
    return {
      output: {
        UnprocessedItems: {},
        $metadata: { httpStatusCode: 200, requestId: response.headers['x-amzn-requestid'] },
      },
      response,
    };
  }
  return { output: await deserializeWithSdk(answer, response, configuration, schema), response };
}

/** Outputs and errors as the SDK's own deserializer creates them, from a response whose body was read already. */
async function deserializeWithSdk(
  body: Uint8Array,
  response: HttpResponse,
  configuration: Configuration,
  schema: unknown,
): Promise<BatchWriteItemCommandOutput> {
  const [, namespace, name, traits, input, output] = schema as StaticOperationSchema;
  const protocol = configuration.protocol as unknown as SdkProtocol;
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
interface SdkProtocol {
  deserializeResponse(
    operation: object,
    context: object,
    response: object,
  ): Promise<BatchWriteItemCommandOutput>;
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
