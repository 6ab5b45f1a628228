import { AwsError } from '../service.ts';
import type { Database } from './database.ts';
import { invalid } from './errors.ts';
import { given, isJsonObject, type JsonObject } from '../json-object.ts';
import { indexOfOrdinal, type Shard, type Stream } from './stream.ts';
import { ordinalOf, sequenceNumberOf, toWireRecord } from './stream-record.ts';

/** Position of a reader in a shard: the first ordinal that it has not seen. */
interface IteratorState {
  readonly stream: string;
  readonly shard: string;
  readonly ordinal: number;
}

const MAX_RECORDS = 1000;
const MAX_LISTED = 100;

/**
 * The operations of the Streams API.
 *
 * Rules: "Amazon DynamoDB Streams" in the DynamoDB API reference. Iterators don't expire here; on AWS they do
 * after 15 minutes.
 */
export const streamActions: Readonly<Record<string, (database: Database, input: JsonObject) => JsonObject>> =
  {
    ListStreams: listStreams,
    DescribeStream: (database, input) => describeStream(streamOf(database, input.StreamArn), input),
    GetShardIterator: (database, input) => ({
      ShardIterator: encode(getIterator(streamOf(database, input.StreamArn), input)),
    }),
    GetRecords: getRecords,
  };

/** Carries out a call of the Streams API. @throws AwsError */
export function streamsApi(database: Database, operation: string, input: JsonObject): JsonObject {
  const act = Object.hasOwn(streamActions, operation) ? streamActions[operation] : undefined;
  if (act) return act(database, input);
  throw invalid(`DynamoDB Streams has no operation "${operation}"`, 'UnknownOperationException');
}

/** The ARN that a call is for. */
export function streamArnOf(input: JsonObject): string | undefined {
  if (typeof input.StreamArn === 'string') return input.StreamArn;
  return typeof input.ShardIterator === 'string' ? decode(input.ShardIterator).stream : undefined;
}

function listStreams(
  database: Database,
  { TableName, Limit, ExclusiveStartStreamArn }: JsonObject,
): JsonObject {
  const limit = readLimit(Limit);
  if (given(ExclusiveStartStreamArn)) checkArn(ExclusiveStartStreamArn);
  const all = database.streams().filter(({ table }) => TableName === undefined || table === TableName);
  const start = startOf(
    all.map(({ facts }) => facts.arn),
    ExclusiveStartStreamArn,
  );
  const page = all.slice(start, start + limit);
  const last = page.at(-1);
  return {
    Streams: page.map(({ facts, table, label }) => ({
      StreamArn: facts.arn,
      TableName: table,
      StreamLabel: label,
    })),
    ...(last && last !== all.at(-1) && { LastEvaluatedStreamArn: last.facts.arn }),
  };
}

function describeStream(stream: Stream, input: JsonObject): JsonObject {
  const limit = readLimit(input.Limit);
  const all = matchingShards(stream, input.ShardFilter);
  const ids = all.map(({ id }) => id);
  const page = all.slice(startOf(ids, input.ExclusiveStartShardId)).slice(0, limit);
  const last = page.at(-1);
  return {
    StreamDescription: {
      StreamArn: stream.facts.arn,
      StreamLabel: stream.label,
      StreamStatus: stream.closed ? 'DISABLED' : 'ENABLED',
      StreamViewType: stream.facts.viewType,
      CreationRequestDateTime: stream.createdAt / 1000,
      TableName: stream.table,
      KeySchema: stream.facts.keyNames.map((AttributeName, index) => ({
        AttributeName,
        KeyType: index === 0 ? 'HASH' : 'RANGE',
      })),
      Shards: page.map(({ id, firstOrdinal }) => ({
        ShardId: id,
        SequenceNumberRange: {
          StartingSequenceNumber: sequenceNumberOf(firstOrdinal),
          ...(stream.closed && { EndingSequenceNumber: sequenceNumberOf(stream.newest()) }),
        },
      })),
      ...(last && last !== all.at(-1) && { LastEvaluatedShardId: last.id }),
    },
  };
}

/** After one that is not there, nothing follows. */
function startOf(listed: readonly string[], after: unknown): number {
  if (!given(after)) return 0;
  const index = listed.indexOf(String(after));
  return index < 0 ? listed.length : index + 1;
}

/** The children of a shard, if a request asks for them: shards are never split here, so that none has any. */
function matchingShards({ shards }: Stream, filter: unknown): readonly Shard[] {
  if (!given(filter)) return shards;
  const { ShardId, Type } = isJsonObject(filter) ? filter : {};
  if (Type !== 'CHILD_SHARDS') {
    throw invalid(`ShardFilter.Type "${String(Type)}" is not CHILD_SHARDS, the one type`);
  }
  if (typeof ShardId !== 'string' || ShardId.length < 28 || ShardId.length > 65) {
    throw invalid(`ShardFilter.ShardId "${String(ShardId)}" is not 28 to 65 characters long`);
  }
  return [];
}

function readLimit(limit: unknown): number {
  if (!given(limit)) return MAX_LISTED;
  if (Number.isInteger(limit) && (limit as number) >= 1 && (limit as number) <= MAX_LISTED)
    return limit as number;
  throw invalid(`Limit ${String(limit)} is not a whole number from 1 to ${MAX_LISTED}`);
}

function checkArn(arn: unknown): void {
  if (typeof arn !== 'string' || !/^arn:[\w-]+:dynamodb:/.test(arn)) {
    throw invalid(`Invalid StreamArn: "${String(arn)}" is not the ARN of a stream`);
  }
}

function getIterator(stream: Stream, input: JsonObject): IteratorState {
  const shard = shardOf(stream, input.ShardId);
  const at = { stream: stream.facts.arn, shard: shard.id };
  const isByNumber = String(input.ShardIteratorType).endsWith('_SEQUENCE_NUMBER');
  if (given(input.SequenceNumber) && !isByNumber) {
    throw invalid(
      `SequenceNumber can't be given with the ShardIteratorType "${String(input.ShardIteratorType)}"`,
    );
  }
  switch (input.ShardIteratorType) {
    case 'TRIM_HORIZON':
      return { ...at, ordinal: 0 };
    case 'LATEST':
      return { ...at, ordinal: stream.newest() + 1 };
    case 'AT_SEQUENCE_NUMBER':
      return { ...at, ordinal: readOrdinal(stream, shard, input.SequenceNumber) };
    case 'AFTER_SEQUENCE_NUMBER':
      return { ...at, ordinal: readOrdinal(stream, shard, input.SequenceNumber) + 1 };
    default:
      throw invalid(
        `ShardIteratorType "${String(input.ShardIteratorType)}" is not one of TRIM_HORIZON, LATEST, AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER`,
      );
  }
}

function readOrdinal(stream: Stream, shard: Shard, sequenceNumber: unknown): number {
  const ordinal = ordinalOf(sequenceNumber);
  if (ordinal === undefined || ordinal > stream.newest() + 1) {
    throw invalid(`SequenceNumber "${String(sequenceNumber)}" is not one of shard ${shard.id}`);
  }
  if (ordinal < shard.firstOrdinal) return shard.firstOrdinal;
  if (ordinal < shard.trimmedBefore) {
    throw new AwsError(
      400,
      'TrimmedDataAccessException',
      'The requested record is older than 24 hours and is no longer available',
    );
  }
  return ordinal;
}

function getRecords(database: Database, { ShardIterator, Limit = MAX_RECORDS }: JsonObject): JsonObject {
  if (typeof ShardIterator !== 'string') throw invalid('ShardIterator is missing');
  if (typeof Limit !== 'number' || Limit < 1 || Limit > MAX_RECORDS) {
    throw invalid(`Limit ${String(Limit)} is not between 1 and ${MAX_RECORDS}`);
  }
  const iterator = decode(ShardIterator);
  const stream = streamOf(database, iterator.stream);
  const { records } = shardOf(stream, iterator.shard);
  const start = indexOfOrdinal(records, iterator.ordinal);
  const page = records.slice(start, start + Limit);
  const last = page.at(-1);
  const atEnd = stream.closed && start + page.length >= records.length;
  return {
    Records: page.map((record) => toWireRecord(record, stream.facts, 'api')),
    ...(!atEnd && {
      NextShardIterator: encode({ ...iterator, ordinal: last ? last.ordinal + 1 : iterator.ordinal }),
    }),
  };
}

function streamOf(database: Database, arn: unknown): Stream {
  checkArn(arn);
  const stream = database.stream(arn as string);
  if (stream) return stream;
  throw new AwsError(
    400,
    'ResourceNotFoundException',
    `Requested resource not found: Stream: ${String(arn)} not found`,
  );
}

function shardOf(stream: Stream, id: unknown): Shard {
  const shard = stream.shards.find((candidate) => candidate.id === id);
  if (shard) return shard;
  throw new AwsError(
    400,
    'ResourceNotFoundException',
    `Requested resource not found: Shard does not exist: ${String(id)}`,
  );
}

function encode(iterator: IteratorState): string {
  return Buffer.from(JSON.stringify(iterator)).toString('base64');
}

function decode(text: string): IteratorState {
  try {
    const value = JSON.parse(Buffer.from(text, 'base64').toString()) as IteratorState;
    if (typeof value.stream === 'string' && typeof value.ordinal === 'number') return value;
  } catch {
    // Reported below: it was not issued here.
  }
  throw invalid('Invalid ShardIterator');
}
