import {
  type CostExplorerClient,
  ListCostAllocationTagBackfillHistoryCommand,
  ListCostAllocationTagsCommand,
  StartCostAllocationTagBackfillCommand,
  UpdateCostAllocationTagsStatusCommand,
} from '@aws-sdk/client-cost-explorer';
import type { CallOptions } from '../call.ts';
import { createRequests } from './requests.ts';

/** A key that costs can be allocated by. Times are ISO 8601, as AWS writes them. */
export interface CostAllocationTag {
  readonly key: string;
  readonly type: 'AWSGenerated' | 'UserDefined';
  readonly isActive: boolean;
  /** When it was last activated or deactivated. */
  readonly updatedAt?: string;
  /** The last month in which a resource had it. */
  readonly usedAt?: string;
}

/** A request to apply the present states of all keys to past months. */
export interface TagBackfill {
  readonly from: string;
  readonly requestedAt: string;
  readonly completedAt?: string;
  readonly status: 'SUCCEEDED' | 'PROCESSING' | 'FAILED';
}

/** A key whose state was not changed: `TagKeysNotFoundException` for one that no resource has had for a day. */
export interface TagStatusFailure {
  readonly key: string;
  readonly code: string;
  readonly message: string;
}

/** Keys in a request of `updateStatus`. */
export const MAX_STATUS_UPDATES = 20;

/** The cost allocation tags of a bill. Only the account that pays has access to them. */
export interface CostAllocationTags {
  /**
   * All keys that were ever used, active or not.
   *
   * @throws GroundcrewError `aws-cost-explorer.list-tags-failed`; the signal's reason
   */
  list(options?: CallOptions): Promise<readonly CostAllocationTag[]>;
  /**
   * The newest first.
   *
   * @throws GroundcrewError `aws-cost-explorer.list-backfills-failed`, and as above
   */
  listBackfills(options?: CallOptions): Promise<readonly TagBackfill[]>;
  /**
   * Activates or deactivates up to {@link MAX_STATUS_UPDATES} keys; those that failed.
   *
   * @throws GroundcrewError `aws-cost-explorer.update-tags-failed`, and as above
   */
  updateStatus(
    updates: readonly { readonly key: string; readonly isActive: boolean }[],
    options?: CallOptions,
  ): Promise<readonly TagStatusFailure[]>;
  /**
   * @param from the first day of a month
   * @throws GroundcrewError `aws-cost-explorer.backfill-failed`, and as above
   */
  startBackfill(from: string, options?: CallOptions): Promise<TagBackfill>;
}

export function createCostAllocationTags(client: CostExplorerClient): CostAllocationTags {
  const { ask, list } = createRequests();
  const pageOf = (token: string | undefined) => (token === undefined ? {} : { NextToken: token });

  return {
    list: (options = {}) =>
      list(
        { code: 'aws-cost-explorer.list-tags-failed', doing: 'list the cost allocation tags' },
        options,
        async (token, sent) => {
          const command = new ListCostAllocationTagsCommand({ MaxResults: 1000, ...pageOf(token) });
          const { CostAllocationTags = [], NextToken } = await client.send(command, sent);
          const items = CostAllocationTags.map((tag): CostAllocationTag => ({
            key: tag.TagKey ?? '',
            type: tag.Type ?? 'UserDefined',
            isActive: tag.Status === 'Active',
            ...(tag.LastUpdatedDate && { updatedAt: tag.LastUpdatedDate }),
            ...(tag.LastUsedDate && { usedAt: tag.LastUsedDate }),
          }));
          return { items, next: NextToken || undefined };
        },
      ),

    listBackfills: (options = {}) =>
      list(
        {
          code: 'aws-cost-explorer.list-backfills-failed',
          doing: 'list the backfills of cost allocation tags',
        },
        options,
        async (token, sent) => {
          const command = new ListCostAllocationTagBackfillHistoryCommand(pageOf(token));
          const { BackfillRequests = [], NextToken } = await client.send(command, sent);
          return { items: BackfillRequests.map(toBackfill), next: NextToken || undefined };
        },
      ),

    updateStatus: (updates, options = {}) =>
      ask(
        {
          code: 'aws-cost-explorer.update-tags-failed',
          doing: `change the cost allocation tags ${updates.map(({ key }) => JSON.stringify(key)).join(', ')}`,
        },
        options,
        async (sent) => {
          const command = new UpdateCostAllocationTagsStatusCommand({
            CostAllocationTagsStatus: updates.map(({ key, isActive }) => ({
              TagKey: key,
              Status: isActive ? 'Active' : 'Inactive',
            })),
          });
          const { Errors = [] } = await client.send(command, sent);
          return Errors.map(({ TagKey = '', Code = '', Message = '' }) => ({
            key: TagKey,
            code: Code,
            message: Message,
          }));
        },
      ),

    startBackfill: (from, options = {}) =>
      ask(
        {
          code: 'aws-cost-explorer.backfill-failed',
          doing: `have the cost allocation tags applied to the months from ${from} on`,
        },
        options,
        async (sent) => {
          const command = new StartCostAllocationTagBackfillCommand({ BackfillFrom: `${from}T00:00:00Z` });
          const { BackfillRequest = {} } = await client.send(command, sent);
          return toBackfill(BackfillRequest);
        },
      ),
  };
}

function toBackfill({
  BackfillFrom,
  RequestedAt,
  CompletedAt,
  BackfillStatus,
}: {
  readonly BackfillFrom?: string | undefined;
  readonly RequestedAt?: string | undefined;
  readonly CompletedAt?: string | undefined;
  readonly BackfillStatus?: TagBackfill['status'] | undefined;
}): TagBackfill {
  return {
    from: (BackfillFrom ?? '').slice(0, 'YYYY-MM-DD'.length),
    requestedAt: RequestedAt ?? '',
    ...(CompletedAt && { completedAt: CompletedAt }),
    status: BackfillStatus ?? 'PROCESSING',
  };
}
