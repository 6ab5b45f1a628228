import { type CancellationReason, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GroundcrewError } from '@groundcrew/errors';
import { isErrorNamed } from '../call.ts';
import type { RequestTemplateCache } from './prepared-request.ts';
import { type ConditionalPuts, PreparedTransactionCommand } from './prepared-transaction.ts';
import { allStored, type SendItems, type SendOutcome } from './send-outcome.ts';

/** Conditional puts into one table, those of a request all or none. */
export function createSendTransaction(
  client: DynamoDBClient,
  puts: ConditionalPuts,
  requestTimeoutMs: number,
): SendItems {
  const templateCache: RequestTemplateCache = {};
  const options = { requestTimeout: requestTimeoutMs };
  return async (items) => {
    try {
      await client.send(new PreparedTransactionCommand(puts, items, templateCache), options);
      return allStored;
    } catch (error) {
      if (!isErrorNamed(error, 'TransactionCanceledException')) throw error;
      const { CancellationReasons: reasons = [] } = error as { CancellationReasons?: CancellationReason[] };
      if (reasons.length !== items.length) throw error;
      return outcomeOf(reasons, puts.tableName, error);
    }
  };
}

/**
 * The codes of cancellation reasons are those of the DynamoDB API reference, `TransactionCanceledException`: one for each put,
 * in their order; `None` for those that are not the cause.
 *
 * @throws GroundcrewError `aws-dynamodb.write-failed` for a put that would never succeed
 */
function outcomeOf(reasons: readonly CancellationReason[], tableName: string, cause: unknown): SendOutcome {
  const outcome: Record<keyof SendOutcome, number[]> = {
    throttled: [],
    conflicting: [],
    declined: [],
    canceled: [],
  };
  for (const [index, { Code: code = 'None', Message: message }] of reasons.entries()) {
    const kind = kindOf(code);
    if (kind === undefined) throw refused(tableName, message ?? code, cause);
    outcome[kind].push(index);
  }
  // Without a cause of its own the whole request is to be tried again as after a conflict.
  return outcome.canceled.length === reasons.length
    ? { ...outcome, conflicting: outcome.canceled, canceled: [] }
    : outcome;
}

function kindOf(code: string): keyof SendOutcome | undefined {
  switch (code) {
    case 'None':
      return 'canceled';
    case 'ConditionalCheckFailed':
      return 'declined';
    case 'TransactionConflict':
      return 'conflicting';
    case 'ProvisionedThroughputExceeded':
    case 'ThrottlingError':
      return 'throttled';
    default:
      return undefined;
  }
}

function refused(tableName: string, why: string, cause: unknown): GroundcrewError {
  return new GroundcrewError(
    'aws-dynamodb.write-failed',
    `could not write to table "${tableName}": DynamoDB refuses an item: ${why}`,
    { fault: 'service', cause, details: { reason: 'refused' } },
  );
}
