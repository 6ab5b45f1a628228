import { refuseUnsupportedParameters } from '../unsupported-parameters.ts';
import { readBody } from '../http-server/read-body.ts';
import { isJsonObject } from '../json-object.ts';
import { type JsonInput, readJsonInput } from '../json-service.ts';
import type { ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type LocalRequest, type Service } from '../service.ts';
import { alarmList } from '../listed/json-lists.ts';
import { createListing } from '../listed/list-operation.ts';
import { type Cbor, CborError, type CborMap, decodeCbor, encodeCbor } from './cbor.ts';
import { metricActions } from './metric-actions.ts';
import type { MetricStore } from './metric-store.ts';

const SERVICE = 'GraniteServiceVersion20100801';
const PATH_PREFIX = `/service/${SERVICE}/operation/`;
const TARGET_PREFIX = `${SERVICE}.`;
/** Of the account file; those of metrics here do not change them. */
const ALARMS = 'DescribeAlarms';
const MAX_BODY_BYTES = 4 * 1024 ** 2;

/**
 * CloudWatch, limited to reading the metrics that functions printed in the embedded metric format and those of the services here,
 * and to listing the alarms of the account file. It speaks the two protocols that SDKs choose: RPC v2 CBOR, and JSON.
 */
export function createCloudWatch({
  registry,
  metrics,
  sample,
}: {
  readonly registry: ResourceRegistry;
  readonly metrics: MetricStore;
  /** Called before metrics are read: adds what is measured at the time. */
  readonly sample: () => void;
}): Service {
  const operations = [...Object.keys(metricActions), ALARMS];
  const listing = createListing(registry, 'ValidationException');
  async function answer(operation: string, input: JsonInput, request: LocalRequest): Promise<CborMap> {
    if (operation === ALARMS) {
      const text = (name: string) => (typeof input[name] === 'object' ? undefined : textOf(input[name]));
      return (await listing.answer(operation, alarmList, { text }, request)) as CborMap;
    }
    await registry.authorize(request, { action: `cloudwatch:${operation}`, resource: '*', operation });
    sample();
    return metricActions[operation]!(input, metrics);
  }
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
      if (!operations.includes(operation)) {
        throw new AwsError(
          400,
          'UnknownOperationException',
          `the operation "${operation}" of cloudwatch is not supported by the embedded AWS; supported: ${operations.join(', ')}, by the protocols RPC v2 CBOR and JSON`,
        );
      }
      const input = readInput(request, await readBody(request, MAX_BODY_BYTES));
      refuseUnsupportedParameters('cloudwatch', operation, (name) => input[name], {
        code: 'InvalidParameterValue',
      });
      const output = await answer(operation, input, request);
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

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value as string | number);
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
