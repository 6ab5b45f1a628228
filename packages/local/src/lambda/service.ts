import { readBody } from '../http-server/read-body.ts';
import type { ListedResource, ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type LocalRequest, type LocalResponse, type Service } from '../service.ts';
import { type EventSourceMapping, listMappings } from './event-source-mappings.ts';
import type { LambdaFunction } from './function.ts';
import { functionArn } from './function-arn.ts';
import { checkReference, noSuchFunction, readFunctionReference } from './function-reference.ts';
import type { Invoker } from './invoker.ts';
import { describedConfiguration, isTagPath, listFunctions, tagFunction } from './registry-actions.ts';

export interface LambdaServiceOptions {
  /** By name. */
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly invoker: Invoker;
  readonly registry: ResourceRegistry;
  readonly region: string;
  readonly accountId: string;
  readonly mappings: () => readonly EventSourceMapping[];
  /** Called when an invocation is refused, because the function is at its reserved concurrency. */
  readonly onThrottled: (functionName: string) => void;
}

const operations = [
  'GetFunction',
  'GetFunctionConfiguration',
  'Invoke',
  'ListEventSourceMappings',
  'ListFunctions',
  'ListTags',
  'TagResource',
  'UntagResource',
];

const PATH_PREFIX = '/2015-03-31/functions';
const MAPPINGS_PATH = '/2015-03-31/event-source-mappings';

// Rules: "Lambda quotas" in the developer guide; the asynchronous limit was 256 KB until October 2025.
const MAX_SYNC_BYTES = 6 * 1024 * 1024;
const MAX_ASYNC_BYTES = 1024 * 1024;

/** Lambda's REST protocol: invokes and describes the functions of the stack. */
export function createLambdaService(options: LambdaServiceOptions): Service {
  const { registry, functions } = options;
  registry.register('lambda:function', () => [...functions.keys()].map((name) => ({ name, createdMs: 0 })));
  return {
    name: 'lambda',
    protocol: 'rest-json',
    operations,
    matches: ({ path, signingService }) =>
      signingService === 'lambda' || (signingService === undefined && path.startsWith(PATH_PREFIX)),
    async handle(request) {
      if (isTagPath(request.path)) return tagFunction(request, registry);
      if (request.method === 'GET' && request.path.replace(/\/$/, '') === MAPPINGS_PATH) {
        const operation = 'ListEventSourceMappings';
        await registry.authorize(request, { action: `lambda:${operation}`, resource: '*', operation });
        return json(listMappings(request, options.mappings()));
      }
      const [name, ...rest] = request.path.slice(PATH_PREFIX.length).split('/').filter(Boolean);
      const route = request.path.startsWith(PATH_PREFIX) ? `${request.method} ${rest.join('/')}` : undefined;
      if (name === undefined && route === 'GET ') {
        return json(
          await listFunctions(request, registry, (resource) => configurationAt(resource, functions)),
        );
      }
      if (name !== undefined && route === 'POST invocations') return invoke(request, name, options);
      if (name !== undefined && (route === 'GET ' || route === 'GET configuration')) {
        return describe(request, name, rest.length === 0, options);
      }
      throw new AwsError(
        404,
        'UnknownOperationException',
        `${request.method} ${request.path} of lambda is not supported by the embedded AWS; supported: ${operations.join(', ')}`,
      );
    },
  };
}

async function invoke(
  request: LocalRequest,
  reference: string,
  { functions, invoker, region, accountId, onThrottled }: LambdaServiceOptions,
): Promise<LocalResponse> {
  const target = readFunctionReference(reference, request.query.get('Qualifier'));
  const { name } = target;
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  await request.reportCall({
    action: 'lambda:InvokeFunction',
    resource: functionArn(name, region, accountId),
    operation: 'Invoke',
  });
  checkReference(target, { region, accountId });
  refuseInvokeHeaders(request.headers);
  const invoked = find(name, { functions, region, accountId });
  const limit = type === 'Event' ? MAX_ASYNC_BYTES : MAX_SYNC_BYTES;
  const payload = await readPayload(request, limit);
  if (type === 'DryRun') return { status: 204 };
  if (type === 'Event') {
    const requestId = invoker.invokeAsync(invoked, payload);
    return { status: 202, headers: { 'x-amzn-requestid': requestId } };
  }
  if (type !== 'RequestResponse') {
    throw new AwsError(
      400,
      'InvalidParameterValueException',
      `InvocationType "${type}" is not one of RequestResponse, Event, DryRun`,
    );
  }
  if (invoked.busy()) {
    onThrottled(name);
    throw new AwsError(429, 'TooManyRequestsException', 'Rate Exceeded.');
  }
  const outcome = await invoker.invoke(invoked, payload);
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'x-amz-executed-version': '$LATEST',
      ...(outcome.failed && { 'x-amz-function-error': 'Unhandled' }),
    },
    body: outcome.payload,
  };
}

/** What would change the answer, or what a function gets, and is not carried out here. */
const invokeHeaders = {
  'x-amz-log-type': 'LogType',
  'x-amz-client-context': 'ClientContext',
  'x-amz-durable-execution-name': 'DurableExecutionName',
  'x-amz-tenant-id': 'TenantId',
} as const;

/** @throws AwsError `InvalidParameterValueException` */
function refuseInvokeHeaders(headers: LocalRequest['headers']): void {
  for (const [header, parameter] of Object.entries(invokeHeaders)) {
    const value = headers[header];
    if (value === undefined || (parameter === 'LogType' && value === 'None')) continue;
    throw new AwsError(
      400,
      'InvalidParameterValueException',
      `the parameter ${parameter} of Invoke (${value}) is not supported by the embedded AWS; leave it out`,
    );
  }
}

async function readPayload(request: LocalRequest, limitBytes: number): Promise<string> {
  // Read beyond the limit, so that the error can report the size.
  const body = await readBody(request, MAX_SYNC_BYTES * 2);
  if (body.length > limitBytes) {
    throw new AwsError(
      413,
      'RequestTooLargeException',
      `Request must be smaller than ${limitBytes} bytes for the InvokeFunction operation`,
    );
  }
  const text = body.length === 0 ? '{}' : body.toString();
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError(
      400,
      'InvalidRequestContentException',
      'Could not parse request body into json: the payload is not JSON',
    );
  }
  return text;
}

async function describe(
  request: LocalRequest,
  reference: string,
  whole: boolean,
  options: LambdaServiceOptions,
): Promise<LocalResponse> {
  const target = readFunctionReference(reference, request.query.get('Qualifier'));
  const { name } = target;
  const operation = whole ? 'GetFunction' : 'GetFunctionConfiguration';
  const { registry, functions } = options;
  const { accountId, region } = registry.callerContextOf(request);
  const arn = functionArn(name, region, accountId);
  await registry.authorize(request, { action: `lambda:${operation}`, resource: arn, operation });
  checkReference(target, { accountId, region });
  const found = registry.find(arn);
  if (!found) throw noSuchFunction(arn);
  const configuration = configurationAt(found, functions);
  if (!whole) return json(configuration);
  const tags = registry.tagsOf(found, registry.tagReadFor(request, operation));
  return json({ Configuration: configuration, Tags: tags });
}

/** The configuration of a function, deployed here or only described. */
function configurationAt(resource: ListedResource, functions: LambdaServiceOptions['functions']): object {
  const own = functions.get(resource.name);
  return own?.settings.arn === resource.arn ? configurationOf(own) : describedConfiguration(resource);
}

function configurationOf({ settings }: LambdaFunction): Record<string, unknown> {
  return {
    FunctionName: settings.name,
    FunctionArn: settings.arn,
    Description: settings.description,
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    PackageType: 'Zip',
    Handler: settings.handler,
    MemorySize: settings.memoryMb,
    Timeout: Math.ceil(settings.timeoutMs / 1000),
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Environment: { Variables: settings.variables },
  };
}

function find(
  name: string,
  { functions, region, accountId }: Pick<LambdaServiceOptions, 'functions' | 'region' | 'accountId'>,
): LambdaFunction {
  const found = functions.get(name);
  if (found) return found;
  throw noSuchFunction(functionArn(name, region, accountId));
}

function json(body: unknown): LocalResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
