import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { whoAmI } from '@groundcrew/aws/identity';
import { createS3Client } from '@groundcrew/aws/s3';
import { createSnsClient } from '@groundcrew/aws/sns';
import { parseArn } from '@groundcrew/aws-core';
import type { ConsoleAccount, InventorySource } from '@groundcrew/console';
import { usageError } from '@groundcrew/cli';
import { defaultBucketName } from '@groundcrew/lambda';
import { type ConnectionContext, openConnection } from '../connection.ts';
import { consoleLoad } from './inventory-options.ts';

/** Names of the stack's resources, and how the console uses them. */
export interface AccountOptions {
  readonly allowChanges: boolean;
  readonly table: string;
  readonly ledgerTable: string;
  readonly rejectsBucket: string | undefined;
  readonly topic: string;
  readonly refresh: number;
}

/** The inventory flow of the account of the profile. */
export async function accountSource(
  { allowChanges, table, ledgerTable, rejectsBucket, topic, refresh }: AccountOptions,
  context: ConnectionContext,
): Promise<{
  readonly account: ConsoleAccount;
  readonly inventory: InventorySource;
  readonly close: () => void;
}> {
  const connection = await openConnection(context, { changes: allowChanges });
  const { region } = connection;
  if (region === undefined) throw usageError('no region is set; pass --region, or set AWS_REGION');
  const { accountId, arn } = await whoAmI(connection, context.signal);
  const { partition = 'aws' } = parseArn(arn) ?? {};
  const [dynamodb, s3, sns] = [
    createDynamoDBClient(connection),
    createS3Client(connection),
    createSnsClient(connection),
  ];
  return {
    account: { accountId, region, isLocal: false },
    inventory: {
      dynamodb,
      s3,
      sns,
      table,
      ledgerTable,
      rejectsBucket: rejectsBucket ?? defaultBucketName('RejectsBucket', accountId, region),
      topicArn: `arn:${partition}:sns:${region}:${accountId}:${topic}`,
      refreshMs: refresh * 1_000,
      load: consoleLoad,
    },
    close() {
      for (const client of [dynamodb, s3, sns]) client.destroy();
    },
  };
}
