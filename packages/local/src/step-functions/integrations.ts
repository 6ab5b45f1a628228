import { isNestedDeeper } from '../json-depth.ts';
import { AwsError, ConnectionReset } from '../service.ts';
import type { InternalRequest, InternalResponse, ServiceCaller } from '../service-caller.ts';
import { StatesError } from './errors.ts';
import { type Json, type JsonObject, MAX_DEPTH } from './json.ts';

/** Calls in the name of the state machine's role. */
export type RoleCall = (request: InternalRequest) => Promise<InternalResponse>;

export function createRoleCall(caller: ServiceCaller, accessKeyId: string): RoleCall {
  return (request) => caller.call(request, accessKeyId);
}

/** Carries out what the resource of a Task names. @throws StatesError */
export async function callIntegration(resource: string, parameters: Json, call: RoleCall): Promise<Json> {
  const given = parameters as JsonObject;
  return resource === 'arn:aws:states:::lambda:invoke'
    ? await invokeFunction(given, call)
    : await callDynamoDb(resource.split(':').at(-1)!, given, call);
}

/** As `resourceType` and `resource` of history events. */
export function resourceOf(resource: string): { readonly resourceType: string; readonly resource: string } {
  const [type = '', ...rest] = resource.slice('arn:aws:states:::'.length).split(':');
  return type === 'aws-sdk'
    ? { resourceType: `aws-sdk:${rest[0]}`, resource: rest[1]! }
    : { resourceType: type, resource: rest.join(':') };
}

/**
 * Developer guide, "Invoke an AWS Lambda function with Step Functions": the result of the function is in `Payload`; the
 * error of a function is the name and the JSON of what it threw.
 */
async function invokeFunction(parameters: JsonObject, call: RoleCall): Promise<Json> {
  const { FunctionName: name, Payload: payload, InvocationType: type } = parameters;
  if (typeof name !== 'string') {
    throw new StatesError('States.Runtime', `FunctionName must be a string, not ${JSON.stringify(name)}`);
  }
  const response = await attempt('Lambda', () =>
    call({
      service: 'lambda',
      method: 'POST',
      path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`,
      headers: typeof type === 'string' ? { 'x-amz-invocation-type': type } : {},
      body: payload === undefined ? '{}' : JSON.stringify(payload),
    }),
  );
  const body = response.body.toString();
  if (isNestedDeeper(body, MAX_DEPTH)) {
    throw new StatesError(
      'States.Runtime',
      `the result of ${name} is nested deeper than ${MAX_DEPTH} levels`,
    );
  }
  if (response.headers['x-amz-function-error'] !== undefined) {
    const { errorType } = JSON.parse(body) as { readonly errorType?: unknown };
    // "Lambda.Unknown" is what the guide names for a failure without a name.
    throw new StatesError(typeof errorType === 'string' ? errorType : 'Lambda.Unknown', body);
  }
  const requestId = response.headers['x-amzn-requestid'] ?? '';
  return {
    ...(response.status === 200 && { ExecutedVersion: '$LATEST', Payload: JSON.parse(body) as Json }),
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(
        Object.entries(response.headers).map(([key, value]) => [key, [value]]),
      ),
      HttpHeaders: response.headers,
      HttpStatusCode: response.status,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: response.status,
  };
}

/** Developer guide, "Learning to use AWS service SDK integrations". */
async function callDynamoDb(action: string, parameters: JsonObject, call: RoleCall): Promise<Json> {
  const operation = `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
  const { body } = await attempt('DynamoDb', () =>
    call({
      service: 'dynamodb',
      method: 'POST',
      path: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
      },
      body: JSON.stringify(parameters),
    }),
  );
  return JSON.parse(body.toString()) as Json;
}

async function attempt(service: string, run: () => Promise<InternalResponse>): Promise<InternalResponse> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ConnectionReset) {
      throw new StatesError(
        `${service}.SdkClientException`,
        'Unable to execute HTTP request: Connection reset',
      );
    }
    if (!(error instanceof AwsError)) throw error;
    const name = error.code.slice(error.code.lastIndexOf('#') + 1);
    // The SDK has no class for a denial, and reports the service's general one.
    const isDenial = service === 'Lambda' && /^AccessDenied/.test(name);
    throw new StatesError(
      `${service}.${isDenial ? 'AWSLambdaException' : name}`,
      `${error.message} (Service: ${service}, Status Code: ${error.status})`,
    );
  }
}

const S3_ATTEMPTS = 8;

/**
 * A call of S3 by a reader or writer. Step Functions repeats those that fail for a time itself; how often is not
 * documented.
 *
 * @throws StatesError with the name given
 */
export async function callS3(
  call: RoleCall,
  request: Omit<InternalRequest, 'service'>,
  errorName: string,
): Promise<InternalResponse> {
  for (let left = S3_ATTEMPTS; ; left--) {
    try {
      return await call({ ...request, service: 's3' });
    } catch (error) {
      const isTransient =
        error instanceof ConnectionReset || (error instanceof AwsError && error.status >= 500);
      if (isTransient && left > 1) continue;
      if (!(error instanceof AwsError) && !isTransient) throw error;
      const { code, message } =
        error instanceof AwsError ? error : { code: 'SdkClientException', message: 'reset' };
      throw new StatesError(errorName, `${message} (Service: S3, Error Code: ${code})`);
    }
  }
}

/** The path of an object in requests to S3. */
export function objectPath(bucket: string, key: string): string {
  return `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
}
