import type { ResultWriter } from '@groundcrew/lambda';
import { callS3, objectPath, type RoleCall } from './integrations.ts';
import type { Json, JsonObject } from './json.ts';
import { type Execution, isUnsuccessful, type MapRun } from './model.ts';

const FAILED = 'States.ResultWriterFailed';
/** "ResultWriter (Map)": the next file begins before one would be larger. */
const MAX_FILE_BYTES = 5 * 1024 ** 3;

/** A child execution as result files describe it; the keys in the order of the alphabet, as in AWS's examples. */
export function describeResult(child: Execution): JsonObject {
  const { arn, name, machineArn, input, output, error, cause, status, startMs, stopMs, redriveCount } = child;
  const isPending = status === 'PENDING';
  return {
    ...(cause !== undefined && { Cause: cause }),
    ...(error !== undefined && { Error: error }),
    ...(!isPending && { ExecutionArn: arn }),
    Input: input,
    InputDetails: { Included: true },
    ...(!isPending && { Name: name }),
    ...(output !== undefined && { Output: output, OutputDetails: { Included: true } }),
    ...(!isPending && {
      RedriveCount: redriveCount,
      RedriveStatus: isUnsuccessful(status) ? 'REDRIVABLE_BY_MAP_RUN' : 'NOT_REDRIVABLE',
      ...(!isUnsuccessful(status) && {
        RedriveStatusReason: `Execution is ${status} and cannot be redriven`,
      }),
      StartDate: new Date(startMs).toISOString(),
    }),
    StateMachineArn: machineArn,
    Status: status,
    ...(stopMs !== undefined && { StopDate: new Date(stopMs).toISOString() }),
  };
}

/** The result of a child as a Transformation returns it; what failed is described, always. */
export function transformResult(child: Execution, transformation: 'NONE' | 'COMPACT' | 'FLATTEN'): Json[] {
  if (transformation === 'NONE' || child.status !== 'SUCCEEDED') return [describeResult(child)];
  const output = JSON.parse(child.output!) as Json;
  return transformation === 'FLATTEN' && Array.isArray(output) ? (output as Json[]) : [output];
}

/**
 * Writes the results of a Map Run and their `manifest.json`; returns the output of the Map state.
 *
 * Rules: "ResultWriter (Map)" in the Step Functions developer guide. The form of `PENDING_n` files is not shown there:
 * that of the others, without what a child that never started does not have.
 *
 * @throws StatesError `States.ResultWriterFailed`
 */
export async function writeResults(
  { WriterConfig: config }: ResultWriter,
  { Bucket: bucket = '', Prefix: prefix = '' }: Readonly<Record<string, string>>,
  mapRun: MapRun,
  children: readonly Execution[],
  call: RoleCall,
): Promise<JsonObject> {
  const { Transformation: transformation = 'NONE', OutputType: type = 'JSON' } = config ?? {};
  const folder = `${prefix}${prefix === '' || prefix.endsWith('/') ? '' : '/'}${mapRun.arn.split(':').at(-1)!}`;
  const groups: Readonly<Record<string, readonly Execution[]>> = {
    FAILED: children.filter(({ status }) => isUnsuccessful(status)),
    PENDING: children.filter(({ status }) => status === 'PENDING' || status === 'PENDING_REDRIVE'),
    SUCCEEDED: children.filter(({ status }) => status === 'SUCCEEDED'),
  };
  const put = (key: string, body: string) =>
    callS3(
      call,
      {
        method: 'PUT',
        path: objectPath(bucket, key),
        body,
        headers: { 'content-type': 'application/json' },
      },
      FAILED,
    );
  const ResultFiles: Record<string, Json[]> = {};
  for (const [group, members] of Object.entries(groups)) {
    const files: Json[] = [];
    for (const body of filesOf(
      members.flatMap((child) => transformResult(child, transformation)),
      type,
    )) {
      const Key = `${folder}/${group}_${files.length}.${type === 'JSONL' ? 'jsonl' : 'json'}`;
      await put(Key, body);
      files.push({ Key, Size: Buffer.byteLength(body) });
    }
    ResultFiles[group] = files;
  }
  const Key = `${folder}/manifest.json`;
  await put(Key, JSON.stringify({ DestinationBucket: bucket, MapRunArn: mapRun.arn, ResultFiles }));
  return { MapRunArn: mapRun.arn, ResultWriterDetails: { Bucket: bucket, Key } };
}

function* filesOf(results: readonly Json[], type: 'JSON' | 'JSONL'): Generator<string> {
  let lines: string[] = [];
  let sizeBytes = 0;
  const file = () => (type === 'JSONL' ? `${lines.join('\n')}\n` : `[${lines.join(',')}]`);
  for (const result of results) {
    const line = JSON.stringify(result);
    const lineBytes = Buffer.byteLength(line) + 1;
    if (lines.length > 0 && sizeBytes + lineBytes > MAX_FILE_BYTES) {
      yield file();
      lines = [];
      sizeBytes = 0;
    }
    lines.push(line);
    sizeBytes += lineBytes;
  }
  if (lines.length > 0) yield file();
}
