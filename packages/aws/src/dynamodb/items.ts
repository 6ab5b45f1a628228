import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type SendOptions, sendOptions } from '../call.ts';
import { type Item, type ItemValue, marshallItem, unmarshallItem } from './attribute-values.ts';
import { dynamodbError } from './errors.ts';

/** Timeout of one small call, in milliseconds. */
export const CALL_TIMEOUT_MS = 15_000;

export interface GetItemInput {
  readonly tableName: string;
  readonly key: Item;
  /** Whether the read reflects every write that succeeded before it; it costs twice the read units. */
  readonly consistent?: boolean;
  readonly signal?: AbortSignal;
}

/** The condition of a write, as a condition expression. */
export interface Condition {
  /** `attribute_not_exists(#owner) OR #owner = :me` */
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Item;
}

export interface PutItemInput {
  readonly tableName: string;
  readonly item: Item;
  readonly condition?: Condition;
  readonly signal?: AbortSignal;
}

export interface UpdateItemInput {
  readonly tableName: string;
  readonly key: Item;
  readonly set?: Readonly<Record<string, ItemValue | undefined>>;
  readonly remove?: readonly string[];
  readonly condition?: Condition;
  readonly signal?: AbortSignal;
}

/** The outcome of a conditional write: applied, or refused because its condition does not hold. */
export type WriteOutcome =
  | {
      readonly applied: true;
      /** The whole item after an update; absent after a put. */
      readonly item?: Item;
    }
  | {
      readonly applied: false;
      /** The stored item; absent if there is none or the endpoint does not return it. */
      readonly item?: Item;
    };

/** The item of a key; `undefined` if there is none. */
export async function getItem(client: DynamoDBClient, input: GetItemInput): Promise<Item | undefined> {
  const { tableName, key, consistent = false, signal } = input;
  const command = new GetItemCommand({
    TableName: tableName,
    Key: marshallItem(key),
    ConsistentRead: consistent,
  });
  try {
    const { Item: item } = await client.send(command, callOptions(signal));
    return item && unmarshallItem(item);
  } catch (error) {
    throw await dynamodbError(error, client, 'aws-dynamodb.read-failed', `read from table "${tableName}"`);
  }
}

/** Puts a whole item, replacing any item of the same key. */
export function putItem(client: DynamoDBClient, input: PutItemInput): Promise<WriteOutcome> {
  const { tableName, item, condition, signal } = input;
  const command = new PutItemCommand({
    TableName: tableName,
    Item: marshallItem(item),
    ...conditionParameters(condition),
  });
  return conditionally(client, tableName, async () => {
    await client.send(command, callOptions(signal));
    return { applied: true };
  });
}

/** Sets and removes attributes of one item, which is created if it does not exist. */
export function updateItem(client: DynamoDBClient, input: UpdateItemInput): Promise<WriteOutcome> {
  const { tableName, key, set = {}, remove = [], condition, signal } = input;
  const assigned = Object.entries(set).filter(([, value]) => value !== undefined);
  const clauses = [
    assigned.length > 0 && `SET ${assigned.map((_, i) => `#gcSet${i} = :gcSet${i}`).join(', ')}`,
    remove.length > 0 && `REMOVE ${remove.map((_, i) => `#gcRemove${i}`).join(', ')}`,
  ].filter((clause) => clause !== false);
  const names = {
    ...Object.fromEntries(assigned.map(([name], i) => [`#gcSet${i}`, name])),
    ...Object.fromEntries(remove.map((name, i) => [`#gcRemove${i}`, name])),
  };
  const values = Object.fromEntries(assigned.map(([, value], i) => [`:gcSet${i}`, value]));
  const command = new UpdateItemCommand({
    TableName: tableName,
    Key: marshallItem(key),
    ...(clauses.length > 0 && { UpdateExpression: clauses.join(' ') }),
    ReturnValues: 'ALL_NEW',
    ...conditionParameters(condition, names, values),
  });
  return conditionally(client, tableName, async () => {
    const { Attributes: item } = await client.send(command, callOptions(signal));
    return { applied: true, ...(item && { item: unmarshallItem(item) }) };
  });
}

/** Options of one small call: its timeout and its signal. */
export function callOptions(signal: AbortSignal | undefined): SendOptions & { requestTimeout: number } {
  return { requestTimeout: CALL_TIMEOUT_MS, ...sendOptions(signal) };
}

/** Placeholders in the form of the API; empty maps are left out, because the service refuses them. */
export function placeholders(
  names: Readonly<Record<string, string>>,
  values: Readonly<Record<string, ItemValue | undefined>>,
): {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
} {
  return {
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: { ...names } }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: marshallItem(values) }),
  };
}

function conditionParameters(
  condition: Condition | undefined,
  names: Readonly<Record<string, string>> = {},
  values: Readonly<Record<string, ItemValue | undefined>> = {},
) {
  return {
    ...(condition && {
      ConditionExpression: condition.expression,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    }),
    ...placeholders({ ...names, ...condition?.names }, { ...values, ...condition?.values }),
  };
}

async function conditionally(
  client: DynamoDBClient,
  tableName: string,
  write: () => Promise<WriteOutcome>,
): Promise<WriteOutcome> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) {
      return { applied: false, ...(error.Item && { item: unmarshallItem(error.Item) }) };
    }
    throw await dynamodbError(error, client, 'aws-dynamodb.write-failed', `write to table "${tableName}"`);
  }
}
