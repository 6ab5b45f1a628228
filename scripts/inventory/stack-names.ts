import { whoAmI } from '@groundcrew/aws/identity';
import { formatArn, partitionOf } from '@groundcrew/aws-core';
import type { Connection } from '../connection.ts';

/** The bucket of rejects of a stack whose setting was left empty. */
export async function defaultRejectsBucket(connection: Connection, signal: AbortSignal): Promise<string> {
  const { accountId } = await whoAmI(connection, signal);
  return `groundcrew-rejects-${accountId}-${connection.region ?? ''}`;
}

/** The ARN of a state machine of the account and region. */
export async function stateMachineArn(
  connection: Connection,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const { accountId } = await whoAmI(connection, signal);
  const { region = '' } = connection;
  const resource = `stateMachine:${name}`;
  return formatArn({ partition: partitionOf(region), service: 'states', region, accountId, resource });
}
