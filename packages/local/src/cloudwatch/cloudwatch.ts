import { readBody } from '../http-server/read-body.ts';
import { isJsonObject } from '../json-object.ts';
import { type JsonInput, readJsonInput } from '../json-service.ts';
import type { ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type LocalRequest, type Service } from '../service.ts';
import { type Cbor, CborError, decodeCbor, encodeCbor } from './cbor.ts';
import { metricActions } from './metric-actions.ts';
import type { MetricStore } from './metric-store.ts';

const SERVICE = 'GraniteServiceVersion20100801';
const PATH_PREFIX = `/service/${SERVICE}/operation/`;
const TARGET_PREFIX = `${SERVICE}.`;
const MAX_BODY_BYTES = 4 * 1024 ** 2;

/**
 * CloudWatch, limited to reading the metrics that functions printed in the embedded metric format. It speaks the two protocols that SDKs
 * choose: RPC v2 CBOR, and JSON.
 */
export function createCloudWatch({
  registry,
  metrics,
}: {
  readonly registry: ResourceRegistry;
  readonly metrics: MetricStore;
}): Service {
  const operations = Object.keys(metricActions);
  return {
    name: 'cloudwatch',
    operations,
    protocol: 'json-1.0',
    protocolOf: (request) => (isCbor(request) ? 'cbor' : 'json-1.0'),
    matches: ({ path, headers, signingService }) =>
      path.startsWith(PATH_PREFIX) ||
      (headers['x-amz-target']?.startsWith(TARGET_PREFIX) ?? signingService === 'monitoring'),
    async handle(request) {
      const operation = isCbor(request)
        ? request.path.slice(PATH_PREFIX.length)
        : (request.headers['x-amz-target']?.slice(TARGET_PREFIX.length) ?? '');
      if (!Object.hasOwn(metricActions, operation)) {
        throw new AwsError(
          400,
          'UnknownOperationException',
          `the operation "${operation}" of cloudwatch is not supported by the embedded AWS; supported: ${operations.join(', ')}, by the protocols RPC v2 CBOR and JSON`,
        );
      }
      const input = readInput(request, await readBody(request, MAX_BODY_BYTES));
      await registry.authorize(request, { action: `cloudwatch:${operation}`, resource: '*', operation });
      const output = metricActions[operation]!(input, metrics);
      return isCbor(request)
        ? { status: 200, headers: cborHeaders, body: encodeCbor(output) }
        : {
            status: 200,
            headers: { 'content-type': 'application/x-amz-json-1.0' },
            body: JSON.stringify(plain(output)),
          };
    },
  };
}

const cborHeaders = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };

function isCbor({ path }: LocalRequest): boolean {
  return path.startsWith(PATH_PREFIX);
}

function readInput(request: LocalRequest, body: Buffer): JsonInput {
  if (!isCbor(request)) return readJsonInput(body);
  try {
    const input = body.length === 0 ? {} : decodeCbor(body);
    if (isJsonObject(input)) return input;
  } catch (error) {
    if (!(error instanceof CborError)) throw error;
  }
  throw new AwsError(400, 'SerializationException', "the request's body is not a CBOR map");
}

/** For JSON: timestamps are seconds since 1970. */
function plain(value: Cbor): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return (value as readonly Cbor[]).map(plain);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member as Cbor)]));
}
