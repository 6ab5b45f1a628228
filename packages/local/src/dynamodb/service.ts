import { readBody } from '../http-server/read-body.ts';
import type { ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type LocalRequest, type LocalResponse, type Service } from '../service.ts';
import type { TagStore } from '../tags/index.ts';
import { tryPlainBatchWrite } from './batch-write.ts';
import type { Database } from './database.ts';
import {
  createKey,
  type DynaliteOperation,
  dynaliteOperations,
  type JsonObject,
  runDynalite,
} from './dynalite.ts';
import type { Item } from './item.ts';
import { streamArnOf, streamsApi } from './streams-api.ts';
import { runSetting, type SettingOperation, settingOperations } from './table-settings.ts';
import { createTagActions, readTags } from './tag-actions.ts';
import { splitBatch, type Throttle, throughputExceeded } from './throttle.ts';

export interface DynamoDbOptions {
  readonly database: Database;
  readonly registry: ResourceRegistry;
  readonly region: string;
  readonly accountId: string;
  /** The current throttle of a caller; omitted or `undefined`: none. */
  readonly throttle?: (caller: string) => Throttle | undefined;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;
const READ_OPERATIONS = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan']);
const SINGLE_WRITE_OPERATIONS = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** DynamoDB and DynamoDB Streams, in their JSON protocol. */
export function createDynamoDbService(options: DynamoDbOptions): Service {
  const { database, registry } = options;
  const tagActions = createTagActions(registry);
  registry.register('dynamodb:table', () =>
    [...database.store.tables.entries()].map(([TableName, { CreationDateTime }]) => ({
      name: TableName,
      createdMs: CreationDateTime * 1000,
    })),
  );
  return {
    name: 'dynamodb',
    protocol: 'json-1.0',
    matches: ({ headers }) => headers['x-amz-target']?.startsWith('DynamoDB') ?? false,
    async handle(request) {
      const [api, operation = ''] = request.headers['x-amz-target']!.split('.');
      const input = parse(await readBody(request, MAX_BODY_BYTES));
      if (api!.startsWith('DynamoDBStreams_')) {
        const resource = streamArnOf(input) ?? '*';
        await request.reportCall({ action: `dynamodb:${operation}`, resource, operation });
        return jsonResponse(streamsApi(database, operation, input));
      }
      if (Object.hasOwn(tagActions, operation))
        return jsonResponse(await tagActions[operation]!(input, request));
      await reportCalls(request, operation, input, options);
      // Saved before the call: dynalite modifies its input.
      const { TableName, Tags, ReturnValuesOnConditionCheckFailure } = input;
      const key = (input.Key ?? input.Item) as Item | undefined;
      try {
        const output = await run(operation, input, options.throttle?.(request.caller), database);
        updateTags(operation, output, Tags, registry.tags);
        return jsonResponse(output);
      } catch (error) {
        if (ReturnValuesOnConditionCheckFailure !== 'ALL_OLD' || !isFailedCondition(error)) throw error;
        return failedCondition(error, storedItem(database, String(TableName), key!));
      }
    },
  };
}

async function run(
  operation: string,
  input: JsonObject,
  throttle: Throttle | undefined,
  database: Database,
): Promise<JsonObject> {
  if (isSetting(operation)) return runSetting(database, operation, input);
  if (!isDynalite(operation)) {
    throw new AwsError(
      400,
      'UnknownOperationException',
      `the embedded DynamoDB has no operation "${operation}"`,
    );
  }
  if (throttle) {
    if (operation === 'BatchWriteItem' && isObject(input.RequestItems)) {
      return throttledBatch(input, database, throttle);
    }
    if (!isAllowed(operation, input, database, throttle)) throw throughputExceeded();
  }
  if (operation === 'BatchWriteItem') return batchWrite(database, input);
  return runDynalite(database.store.forDynalite, operation, input);
}

/** A new table gets the tags of its CreateTable; those of a deleted one are removed. */
function updateTags(operation: string, output: JsonObject, newTags: unknown, tags: TagStore): void {
  if (operation !== 'CreateTable' && operation !== 'DeleteTable') return;
  const { TableArn } = output.TableDescription as { readonly TableArn: string };
  if (operation === 'DeleteTable') tags.forget(TableArn);
  else if (Array.isArray(newTags) && newTags.length > 0) tags.set(TableArn, readTags(newTags));
}

async function batchWrite(database: Database, input: JsonObject): Promise<JsonObject> {
  return (
    tryPlainBatchWrite(database.store, input) ??
    (await runDynalite(database.store.forDynalite, 'BatchWriteItem', input))
  );
}

async function throttledBatch(
  input: JsonObject,
  database: Database,
  throttle: Throttle,
): Promise<JsonObject> {
  const requestItems = input.RequestItems as Record<string, JsonObject[]>;
  const { accepted, unprocessed } = splitBatch(requestItems, throttle, (table) =>
    partitionKey(database, table),
  );
  const output = await batchWrite(database, { ...input, RequestItems: accepted });
  return { ...output, UnprocessedItems: unprocessed };
}

function isAllowed(operation: string, input: JsonObject, database: Database, throttle: Throttle): boolean {
  const table = String(input.TableName);
  if (READ_OPERATIONS.has(operation)) return throttle.allowRead(table);
  if (!SINGLE_WRITE_OPERATIONS.has(operation)) return true;
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
  const arn = (table: string) => `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;
  for (const resource of resourcesOf(input, arn)) {
    await request.reportCall({ action: `dynamodb:${operation}`, resource, operation });
  }
}

function resourcesOf(input: JsonObject, arn: (table: string) => string): string[] {
  const { TableName, IndexName, RequestItems, ResourceArn } = input;
  if (typeof TableName === 'string') {
    return [typeof IndexName === 'string' ? `${arn(TableName)}/index/${IndexName}` : arn(TableName)];
  }
  if (isObject(RequestItems)) return Object.keys(RequestItems).map(arn);
  return [typeof ResourceArn === 'string' ? ResourceArn : '*'];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSetting(operation: string): operation is SettingOperation {
  return (settingOperations as readonly string[]).includes(operation);
}

function isDynalite(operation: string): operation is DynaliteOperation {
  return (dynaliteOperations as readonly string[]).includes(operation);
}

function parse(body: Buffer): JsonObject {
  let input: unknown;
  try {
    input = JSON.parse(body.toString());
  } catch {
    input = undefined;
  }
  if (isObject(input)) return input;
  throw new AwsError(400, 'SerializationException', "the request's body is not a JSON object");
}

function isFailedCondition(error: unknown): error is AwsError {
  return error instanceof AwsError && error.code === 'ConditionalCheckFailedException';
}

/** The error with the current item, which dynalite omits. */
function failedCondition({ code, message }: AwsError, stored: Item | undefined): LocalResponse {
  return jsonResponse({ __type: code, message, ...(stored && { Item: stored }) }, 400);
}

function storedItem({ store }: Database, table: string, key: Item): Item | undefined {
  return store.itemsOf(table).read(createKey(key, store.table(table)));
}

function jsonResponse(output: JsonObject, status = 200): LocalResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(output),
  };
}
