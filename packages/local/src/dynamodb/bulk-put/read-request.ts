import { isJsonObject, type JsonObject } from '../../json-object.ts';
import { AwsError } from '../../service.ts';
import type { Database } from '../database.ts';
import { invalid, quoted } from '../errors.ts';
import { readEnum, readTableName } from '../request.ts';
import type { BulkRequest, Compression, OutputType } from './bulk-operation.ts';

const MIN_UNITS = 1_024;
const BUCKET = /^[a-z0-9A-Z]+[.\-\w]*[a-z0-9A-Z]+$/;
const MAX_PREFIX = 1_024;
const outputTypes: readonly OutputType[] = ['CONDITION_CHECK_FAILURE', 'ERROR'];
const formats = ['DYNAMODB_JSON', 'ION'] as const;
const compressions: readonly Compression[] = ['GZIP', 'ZSTD', 'NONE'];

/**
 * Reads the request of `StartBulkPutItems`. Limits: API reference, "StartBulkPutItems", "InputS3Configuration" and
 * "OutputS3Configuration".
 *
 * @throws AwsError `ValidationException`
 */
export function readBulkRequest(input: JsonObject): BulkRequest {
  const table = readTableName(input.TableName);
  const { InputS3Configuration, OutputS3Configuration } = input;
  const from = readConfiguration(InputS3Configuration, 'inputS3Configuration');
  const to = readConfiguration(OutputS3Configuration, 'outputS3Configuration');
  const format = readEnum(from.InputFormat, 'inputS3Configuration.inputFormat', formats);
  if (format === undefined) throw isNull('inputS3Configuration.inputFormat');
  if (format === 'ION') {
    throw invalid(
      'the embedded DynamoDB reads no Amazon Ion, which the real one does; write lines of DYNAMODB_JSON',
    );
  }
  const compression =
    readEnum(from.InputCompressionType, 'inputS3Configuration.inputCompressionType', compressions) ?? 'NONE';
  return {
    table,
    token: readToken(input.ClientToken),
    input: { ...readPlace(from, 'inputS3Configuration'), compression },
    output: { ...readPlace(to, 'outputS3Configuration'), types: readOutputTypes(to.OutputType) },
    maxUnits: readMaxUnits(input.MaxWriteRequestUnits),
    tier: readEnum(input.PerformanceTier, 'performanceTier', ['STANDARD', 'ACCELERATED']) ?? 'STANDARD',
    configurations: { InputS3Configuration, OutputS3Configuration },
  };
}

/**
 * Whether a table takes a bulk put now (Developer Guide, "Bulk put items considerations, quotas, and permissions": "Table state
 * requirements", "Global tables"). The codes of these refusals are not verified.
 *
 * @throws AwsError
 */
export function checkTable(database: Database, table: string): void {
  const { TableStatus, GlobalSecondaryIndexes, Replicas } = database.store.table(table) as JsonObject;
  if (Array.isArray(Replicas) && Replicas.length > 0) {
    throw invalid(`Bulk put items does not support global tables: ${table}`);
  }
  const indexes = Array.isArray(GlobalSecondaryIndexes) ? GlobalSecondaryIndexes : [];
  if (indexes.some((index) => isJsonObject(index) && index.IndexStatus === 'CREATING')) {
    throw new AwsError(400, 'ResourceInUseException', `An index is being created: ${table}`);
  }
  if (TableStatus !== 'ACTIVE' && TableStatus !== 'UPDATING') {
    throw new AwsError(400, 'ResourceInUseException', `Table is not active: ${table}`);
  }
}

function readConfiguration(value: unknown, member: string): JsonObject {
  if (isJsonObject(value)) {
    const name = ['S3BucketOwner', 'S3SseKmsKeyId'].find(
      (one) => value[one] !== undefined && value[one] !== null,
    );
    if (name !== undefined || (value.S3SseAlgorithm ?? 'AES256') !== 'AES256') {
      throw invalid(
        `${name ?? 'S3SseAlgorithm'} of ${member} is not supported by the embedded AWS; leave it out`,
      );
    }
    return value;
  }
  throw isNull(member);
}

function readPlace(
  { S3Bucket: bucket, S3KeyPrefix: prefix = '' }: JsonObject,
  member: string,
): { readonly bucket: string; readonly prefix: string } {
  if (bucket === undefined || bucket === null) throw isNull(`${member}.s3Bucket`);
  if (typeof bucket !== 'string' || bucket.length > 255 || !BUCKET.test(bucket)) {
    throw notAllowed(
      bucket,
      `${member}.s3Bucket`,
      `Member must satisfy regular expression pattern: ${BUCKET.source}`,
    );
  }
  if (typeof prefix !== 'string' || prefix.length > MAX_PREFIX) {
    throw notAllowed(
      prefix,
      `${member}.s3KeyPrefix`,
      `Member must have length less than or equal to ${MAX_PREFIX}`,
    );
  }
  return { bucket, prefix };
}

function readOutputTypes(value: unknown): readonly OutputType[] {
  const member = 'outputS3Configuration.outputType';
  if (!Array.isArray(value) || value.length === 0) throw isNull(member);
  return [...new Set(value)].map((each) => readEnum(each, member, outputTypes) ?? 'ERROR');
}

function readMaxUnits(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= MIN_UNITS) return value;
  throw notAllowed(
    value,
    'maxWriteRequestUnits',
    `Member must have value greater than or equal to ${MIN_UNITS}`,
  );
}

function readToken(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && /^[^$]+$/.test(value)) return value;
  throw notAllowed(value, 'clientToken', 'Member must satisfy regular expression pattern: ^[^\\$]+$');
}

function isNull(member: string): AwsError {
  return invalid(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

function notAllowed(value: unknown, member: string, constraint: string): AwsError {
  return invalid(
    `1 validation error detected: Value '${quoted(value)}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
