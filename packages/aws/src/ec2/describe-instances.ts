import type { DescribeInstancesCommandInput, EC2Client, Reservation } from '@aws-sdk/client-ec2';
import type { Call } from '@groundcrew/aws-core';
import { type Ec2Filter, filterInput } from './filters.ts';
import type { Ec2Instance } from './instance.ts';
import type { Ec2Bucket } from './limiters.ts';
import { type ListPage, prefetchPages } from './prefetch-pages.ts';
import { ScannedDescribeInstancesCommand } from './scanned-describe-instances.ts';
import { sendOptions } from '../call.ts';

export interface DescribeInstancesQuery {
  /** All of them have to match an instance, each by any of its values. */
  readonly filters?: readonly Ec2Filter[];
  /** Only these; none if the list is empty. EC2 refuses the whole call if one does not exist. */
  readonly instanceIds?: readonly string[];
  /** Stops after one call for a page: for example, to find out whether there are any. */
  readonly firstPageOnly?: boolean;
}

/** The maximum page size (EC2 API reference, "DescribeInstances", MaxResults). */
const PAGE_SIZE = 1_000;
/** Ids of one call: EC2 accepts up to 1,000, but returns them in one response. */
const IDS_PER_CALL = 500;

/** Reads pages; the next one is prefetched while one is processed. Errors are those of the SDK. */
export async function* readInstances(
  client: EC2Client,
  call: Call<Ec2Bucket>,
  query: DescribeInstancesQuery,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Ec2Instance[], void, undefined> {
  const filters = filterInput(query.filters ?? []);
  const { instanceIds, firstPageOnly = false } = query;

  const ask = (
    input: DescribeInstancesCommandInput,
    abortSignal: AbortSignal | undefined,
    onNextToken?: (token: string) => void,
  ): Promise<ListPage<Ec2Instance>> => {
    const isWhole = input.MaxResults === undefined && filters.Filters === undefined;
    return call(isWhole ? 'unfiltered' : 'filtered', abortSignal, async () => {
      const command = new ScannedDescribeInstancesCommand({ ...filters, ...input }, { onNextToken });
      const { Reservations = [], NextToken } = await client.send(command, sendOptions(abortSignal));
      return { items: Reservations.flatMap(instancesOf), next: NextToken || undefined };
    });
  };

  if (instanceIds === undefined) {
    const page = (token: string | undefined, abortSignal: AbortSignal, announce: (next: string) => void) =>
      ask(
        { MaxResults: PAGE_SIZE, ...(token !== undefined && { NextToken: token }) },
        abortSignal,
        firstPageOnly ? undefined : announce,
      );
    yield* prefetchPages(page, { signal, firstPageOnly });
    return;
  }
  // Pages and ids exclude each other: EC2 returns all ids in one response.
  const distinct = [...new Set(instanceIds)];
  for (let from = 0; from < distinct.length; from += IDS_PER_CALL) {
    const { items } = await ask({ InstanceIds: distinct.slice(from, from + IDS_PER_CALL) }, signal);
    if (items.length > 0) yield items;
  }
}

function instancesOf({ OwnerId, ReservationId, Instances = [] }: Reservation): Ec2Instance[] {
  return Instances.map((instance) => Object.assign(instance, { OwnerId, ReservationId }));
}
