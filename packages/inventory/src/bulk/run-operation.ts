import {
  type BulkOperation,
  type BulkPutInput,
  describeBulkOperation,
  type DynamoDBClient,
  isBulkOver,
  startBulkPut,
} from '@groundcrew/aws/dynamodb';
import { retry } from '@groundcrew/async';
import { isGroundcrewError } from '@groundcrew/errors';

export interface FollowDeps {
  readonly client: DynamoDBClient;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onProgress?: ((operation: BulkOperation) => void) | undefined;
  /** Default: 5,000. */
  readonly pollEveryMs?: number | undefined;
}

/** How often a call is sent again that may not have come through. */
const MAX_TRIES = 5;

/**
 * Starts an operation; one whose answer was lost is started again by its token, which returns the same one for 8 hours. Later it is
 * another one, which writes the same values under the same guard.
 */
export async function start(input: BulkPutInput, deps: FollowDeps): Promise<BulkOperation> {
  return await persistently(deps, () => startBulkPut(deps.client, input));
}

/** Waits until an operation has ended; `undefined` if DynamoDB knows it no longer. */
export async function follow(arn: string, deps: FollowDeps): Promise<BulkOperation | undefined> {
  const { client, signal, sleep, onProgress, pollEveryMs = 5_000 } = deps;
  for (;;) {
    signal.throwIfAborted();
    const operation = await persistently(deps, () => describeBulkOperation(client, arn, { signal }));
    if (operation === undefined) return undefined;
    onProgress?.(operation);
    if (isBulkOver(operation)) return operation;
    await sleep(pollEveryMs, signal);
  }
}

function persistently<Answer>(
  { sleep, random, signal }: FollowDeps,
  call: () => Promise<Answer>,
): Promise<Answer> {
  return retry(call, {
    mayRetry: (error, attempts) =>
      attempts < MAX_TRIES && isGroundcrewError(error) && error.fault === 'service',
    limits: { baseMs: 500 },
    signal,
    random,
    sleep,
  });
}
