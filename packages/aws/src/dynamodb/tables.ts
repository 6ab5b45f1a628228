import {
  DescribeTableCommand,
  type DynamoDBClient,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  type Tag,
} from '@aws-sdk/client-dynamodb';
import { collectPages, pages } from '@groundcrew/aws-core';
import { dynamodbError } from './errors.ts';
import { callOptions } from './items.ts';
import type { CallOptions } from '../call.ts';

/** What is known of a table without reading it. */
export interface TableFacts {
  readonly arn: string;
  /** Another one for a table of the same name that was created later. */
  readonly id: string;
  /** Partition key, then sort key. */
  readonly keys: readonly string[];
  /** Provisioned write units a second; absent of a table in on-demand mode. */
  readonly writeUnits?: number | undefined;
  readonly isGlobal: boolean;
  /** Indexes that are being created. */
  readonly indexesInCreation: readonly string[];
  readonly status: string;
}

/**
 * Describes a table.
 *
 * @throws GroundcrewError `aws-dynamodb.table-not-found`, `aws-dynamodb.read-failed`
 */
export async function describeTable(
  client: DynamoDBClient,
  tableName: string,
  { signal }: CallOptions = {},
): Promise<TableFacts> {
  try {
    const { Table } = await client.send(
      new DescribeTableCommand({ TableName: tableName }),
      callOptions(signal),
    );
    const { TableArn = '', TableId = '', KeySchema = [], GlobalSecondaryIndexes = [] } = Table ?? {};
    const writeUnits = Table?.ProvisionedThroughput?.WriteCapacityUnits;
    return {
      arn: TableArn,
      id: TableId,
      keys: KeySchema.map(({ AttributeName = '' }) => AttributeName),
      ...(Table?.BillingModeSummary?.BillingMode !== 'PAY_PER_REQUEST' && { writeUnits }),
      isGlobal: (Table?.Replicas ?? []).length > 0,
      indexesInCreation: GlobalSecondaryIndexes.filter(({ IndexStatus }) => IndexStatus === 'CREATING').map(
        ({ IndexName = '' }) => IndexName,
      ),
      status: Table?.TableStatus ?? '',
    };
  } catch (error) {
    signal?.throwIfAborted();
    throw await dynamodbError(error, client, 'aws-dynamodb.read-failed', `describe the table "${tableName}"`);
  }
}

/** The maximum page size (API reference, ListTables, Limit). */
const PAGE_SIZE = 100;

/**
 * The names of the tables of the client's account and region, a page at a time.
 *
 * @throws GroundcrewError `aws-dynamodb.list-failed`; the signal's reason if it is aborted
 */
export function listTables(
  client: DynamoDBClient,
  { signal }: CallOptions = {},
): AsyncGenerator<readonly string[], void> {
  return pages<string>(async (start) => {
    try {
      const command = new ListTablesCommand({
        Limit: PAGE_SIZE,
        ...(start !== undefined && { ExclusiveStartTableName: start }),
      });
      const { TableNames = [], LastEvaluatedTableName } = await client.send(command, callOptions(signal));
      return { items: TableNames, next: LastEvaluatedTableName };
    } catch (error) {
      signal?.throwIfAborted();
      throw await dynamodbError(error, client, 'aws-dynamodb.list-failed', 'list the tables');
    }
  });
}

/**
 * The tags of a table, by its ARN.
 *
 * @throws GroundcrewError `aws-dynamodb.table-not-found`, `aws-dynamodb.read-failed`
 */
export async function tableTags(
  client: DynamoDBClient,
  arn: string,
  { signal }: CallOptions = {},
): Promise<Record<string, string>> {
  const tags = pages<Tag>(async (token) => {
    try {
      const command = new ListTagsOfResourceCommand({
        ResourceArn: arn,
        ...(token !== undefined && { NextToken: token }),
      });
      const { Tags = [], NextToken } = await client.send(command, callOptions(signal));
      return { items: Tags, next: NextToken || undefined };
    } catch (error) {
      signal?.throwIfAborted();
      throw await dynamodbError(
        error,
        client,
        'aws-dynamodb.read-failed',
        `read the tags of the table "${arn}"`,
      );
    }
  });
  return Object.fromEntries((await collectPages(tags)).map(({ Key = '', Value = '' }) => [Key, Value]));
}
