import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { dynamodbError } from './errors.ts';
import { callOptions } from './items.ts';
import type { StoredItem } from './listings.ts';

/** A change of one item in the form of the API, on the condition that it is as it was read. */
export interface StoredChange {
  readonly tableName: string;
  readonly key: StoredItem;
  /** What has to hold; undefined: there must be no item. */
  readonly expected: { readonly values: StoredItem; readonly absent: readonly string[] } | undefined;
  readonly change:
    | { readonly kind: 'put'; readonly item: StoredItem }
    | { readonly kind: 'update'; readonly set: StoredItem; readonly remove: readonly string[] }
    | { readonly kind: 'delete' };
  readonly signal?: AbortSignal | undefined;
}

/** `applied: false`: the condition did not hold; `item` is what is stored then, if there is any. */
export interface StoredOutcome {
  readonly applied: boolean;
  readonly item?: StoredItem | undefined;
}

/**
 * Changes one item. The condition makes it safe to send again: a request whose answer was lost is not applied twice.
 *
 * @throws GroundcrewError `aws-dynamodb.write-failed`, `aws-dynamodb.table-not-found`
 */
export async function changeStoredItem(client: DynamoDBClient, input: StoredChange): Promise<StoredOutcome> {
  try {
    await send(client, input);
    return { applied: true };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return { applied: false, item: error.Item };
    throw await dynamodbError(
      error,
      client,
      'aws-dynamodb.write-failed',
      `write to table "${input.tableName}"`,
    );
  }
}

async function send(client: DynamoDBClient, { tableName, key, expected, change, signal }: StoredChange) {
  const names: Record<string, string> = {};
  const values: StoredItem = {};
  const name = (text: string): string => {
    const placeholder = `#n${Object.keys(names).length}`;
    names[placeholder] = text;
    return placeholder;
  };
  const value = (each: StoredItem[string]): string => {
    const placeholder = `:v${Object.keys(values).length}`;
    Object.assign(values, { [placeholder]: each });
    return placeholder;
  };
  const keyName = Object.keys(key)[0]!;
  const conditions =
    expected === undefined
      ? [`attribute_not_exists(${name(keyName)})`]
      : [
          `attribute_exists(${name(keyName)})`,
          ...Object.entries(expected.values).map(([text, each]) => `${name(text)} = ${value(each)}`),
          ...expected.absent.map((text) => `attribute_not_exists(${name(text)})`),
        ];
  const clauses =
    change.kind === 'update'
      ? [
          ['SET', Object.entries(change.set).map(([text, each]) => `${name(text)} = ${value(each)}`)],
          ['REMOVE', change.remove.map(name)],
        ]
          .filter(([, parts]) => parts!.length > 0)
          .map(([verb, parts]) => `${String(verb)} ${(parts as string[]).join(', ')}`)
      : [];
  const common = {
    TableName: tableName,
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  const options = callOptions(signal);
  switch (change.kind) {
    case 'put':
      return await client.send(new PutItemCommand({ ...common, Item: { ...change.item } }), options);
    case 'delete':
      return await client.send(new DeleteItemCommand({ ...common, Key: { ...key } }), options);
    case 'update': {
      const UpdateExpression = clauses.join(' ');
      return await client.send(
        new UpdateItemCommand({ ...common, Key: { ...key }, UpdateExpression }),
        options,
      );
    }
  }
}
