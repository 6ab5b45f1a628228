import { readBody } from '../http-server/read-body.ts';
import type { ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type LocalRequest, type LocalResponse, type Service } from '../service.ts';
import type { Tags, TagStore } from '../tags/index.ts';
import { tryPlainBatchWrite } from './batch-write.ts';
import { type BulkPutOptions, createBulkPuts } from './bulk-put/bulk-puts.ts';
import type { Database } from './database.ts';
import { batchGetItem, batchWriteItem, deleteItem, getItem, putItem, updateItem } from './item-actions.ts';
import { given, isJsonObject, type JsonObject } from '../json-object.ts';
import { query, scan } from './query-scan.ts';
import { readTableName } from './request.ts';
import { checkCommonParameters } from './request-checks.ts';
import { streamActions, streamArnOf, streamsApi } from './streams-api.ts';
import { refuseUnsupportedParameters } from '../unsupported-parameters.ts';
import { createTableActions } from './table-actions.ts';
import { createTagActions, readTags } from './tag-actions.ts';
import { splitBatch, type Throttle, throughputExceeded } from './throttle.ts';
import { createTransactionTokens, transactGetItems, transactWriteItems } from './transactions.ts';

export interface DynamoDbOptions {
  readonly database: Database;
  readonly registry: ResourceRegistry;
  readonly region: string;
  readonly accountId: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What the tables take of a caller at present; left out or `undefined`: everything. */
  readonly throttle?: (caller: string) => Throttle | undefined;
  /** Called for writes that a table did not take. */
  readonly onWritesThrottled?: (table: string, writes: number) => void;
  /** What bulk puts need; left out: there are none. */
  readonly bulkPuts?: Pick<BulkPutOptions, 'objects' | 'clock' | 'faults' | 'beginWork'>;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;
const readOperations = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan']);
const singleWriteOperations = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** DynamoDB and DynamoDB Streams, in their JSON protocol. */
export function createDynamoDbService(options: DynamoDbOptions): Service {
  const { database, registry } = options;
  const tokens = createTransactionTokens(options.now);
  const actions: Readonly<Record<string, (input: JsonObject) => JsonObject>> = {
    GetItem: (input) => getItem(database, input),
    PutItem: (input) => putItem(database, input),
    UpdateItem: (input) => updateItem(database, input),
    DeleteItem: (input) => deleteItem(database, input),
    BatchGetItem: (input) => batchGetItem(database, input),
    BatchWriteItem: (input) => batchWrite(database, input),
    Query: (input) => query(database, input),
    Scan: (input) => scan(database, input),
    TransactGetItems: (input) => transactGetItems(database, input),
    TransactWriteItems: (input) => transactWriteItems(database, input, tokens),
    ...createTableActions(database, options),
  };
  const tagActions = createTagActions(registry);
  const bulkActions = options.bulkPuts ? createBulkPuts({ ...options, ...options.bulkPuts }) : {};
  registry.register('dynamodb:table', () =>
    [...database.store.tables.entries()].map(([TableName, { CreationDateTime }]) => ({
      name: TableName,
      createdMs: CreationDateTime * 1000,
    })),
  );
  return {
    name: 'dynamodb',
    protocol: 'json-1.0',
    operations: [...[actions, tagActions, bulkActions, streamActions].flatMap(Object.keys)],
    matches: ({ headers }) => headers['x-amz-target']?.startsWith('DynamoDB') ?? false,
    async handle(request) {
      const [api, operation = ''] = request.headers['x-amz-target']!.split('.');
      const input = parse(await readBody(request, MAX_BODY_BYTES));
      refuseUnsupportedParameters('dynamodb', operation, (name) => input[name]);
      if (api!.startsWith('DynamoDBStreams_')) {
        const resource = streamArnOf(input) ?? '*';
        await request.reportCall({ action: `dynamodb:${operation}`, resource, operation });
        return jsonResponse(streamsApi(database, operation, input));
      }
      if (Object.hasOwn(tagActions, operation))
        return jsonResponse(await tagActions[operation]!(input, request));
      if (Object.hasOwn(bulkActions, operation))
        return jsonResponse(await bulkActions[operation]!(input, request));
      await reportCalls(request, operation, input, options);
      const tags = operation === 'CreateTable' && given(input.Tags) ? readTags(input.Tags) : undefined;
      const output = run(operation, input, request.caller);
      updateTags(operation, output, tags, registry.tags);
      return jsonResponse(output);
    },
  };

  function run(operation: string, input: JsonObject, caller: string): JsonObject {
    const act = Object.hasOwn(actions, operation) ? actions[operation] : undefined;
    if (!act) {
      throw new AwsError(
        400,
        'UnknownOperationException',
        `the embedded DynamoDB does not support the operation "${operation}"; it supports ${Object.keys({
          ...actions,
          ...tagActions,
          ...bulkActions,
        })
          .sort()
          .join(', ')}`,
      );
    }
    checkCommonParameters(input, database);
    const throttle = options.throttle?.(caller);
    if (throttle) {
      if (operation === 'BatchWriteItem' && isJsonObject(input.RequestItems)) {
        return throttledBatch(input, throttle);
      }
      if (operation === 'TransactWriteItems') return transactWriteItems(database, input, tokens, throttle);
      if (!isAllowed(operation, input, database, throttle)) {
        if (singleWriteOperations.has(operation))
          options.onWritesThrottled?.(readTableName(input.TableName), 1);
        throw throughputExceeded();
      }
    }
    return act(input);
  }

  function throttledBatch(input: JsonObject, throttle: Throttle): JsonObject {
    const requestItems = input.RequestItems as Record<string, JsonObject[]>;
    const { accepted, unprocessed } = splitBatch(requestItems, throttle, (table) =>
      partitionKey(database, readTableName(table)),
    );
    for (const [table, requests] of Object.entries(unprocessed))
      options.onWritesThrottled?.(readTableName(table), requests.length);
    // As on AWS, the whole request is refused if its tables accept nothing of it.
    if (Object.keys(accepted).length === 0) throw throughputExceeded();
    const output = batchWrite(database, { ...input, RequestItems: accepted });
    return { ...output, UnprocessedItems: unprocessed };
  }
}

/** A new table gets the tags of its CreateTable; those of a deleted one are removed. */
function updateTags(operation: string, output: JsonObject, newTags: Tags | undefined, tags: TagStore): void {
  if (operation !== 'CreateTable' && operation !== 'DeleteTable') return;
  const { TableArn } = output.TableDescription as { readonly TableArn: string };
  if (operation === 'DeleteTable') tags.forget(TableArn);
  else if (newTags) tags.set(TableArn, newTags);
}

function batchWrite(database: Database, input: JsonObject): JsonObject {
  return tryPlainBatchWrite(database, input) ?? batchWriteItem(database, input);
}

function isAllowed(operation: string, input: JsonObject, database: Database, throttle: Throttle): boolean {
  if (input.TableName === undefined) return true;
  const table = readTableName(input.TableName);
  if (readOperations.has(operation)) return throttle.allowRead(table);
  if (!singleWriteOperations.has(operation)) return true;
  const item = (input.Item ?? input.Key) as JsonObject | undefined;
  return throttle.allowWrite(table, JSON.stringify(item?.[partitionKey(database, table)] ?? null));
}

function partitionKey({ store }: Database, table: string): string {
  return store.table(table).KeySchema[0]!.AttributeName;
}

async function reportCalls(
  request: LocalRequest,
  operation: string,
  input: JsonObject,
  { region, accountId }: DynamoDbOptions,
): Promise<void> {
  const arn = (table: string) =>
    table.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;
  for (const { action = operation, resource } of callsOf(input, arn)) {
    await request.reportCall({ action: `dynamodb:${action}`, resource, operation });
  }
}

/** The actions of what a transaction is made of: it has none of its own (developer guide, "DynamoDB transactions and IAM"). */
const transactActions = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
} as const;

function callsOf(
  input: JsonObject,
  arn: (table: string) => string,
): { readonly action?: string; readonly resource: string }[] {
  const { TableName, IndexName, RequestItems, ResourceArn, TransactItems } = input;
  if (typeof TableName === 'string') {
    const table = arn(TableName);
    return [{ resource: typeof IndexName === 'string' ? `${table}/index/${IndexName}` : table }];
  }
  if (isJsonObject(RequestItems)) return Object.keys(RequestItems).map((table) => ({ resource: arn(table) }));
  if (Array.isArray(TransactItems)) {
    const calls = TransactItems.filter(isJsonObject).flatMap((item) =>
      Object.entries(transactActions).flatMap(([kind, action]) => {
        const part = item[kind];
        return isJsonObject(part) && typeof part.TableName === 'string'
          ? [{ action, resource: arn(part.TableName) }]
          : [];
      }),
    );
    // A hundred parts of one kind are one permission.
    return [...new Map(calls.map((call) => [`${call.action} ${call.resource}`, call])).values()];
  }
  return [{ resource: typeof ResourceArn === 'string' ? ResourceArn : '*' }];
}

function parse(body: Buffer): JsonObject {
  let input: unknown;
  try {
    input = JSON.parse(body.toString());
  } catch {
    input = undefined;
  }
  if (isJsonObject(input)) return input;
  throw new AwsError(400, 'SerializationException', "the request's body is not a JSON object");
}

function jsonResponse(output: JsonObject, status = 200): LocalResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(output),
  };
}
