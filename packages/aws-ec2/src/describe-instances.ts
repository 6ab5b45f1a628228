import type { DescribeInstancesCommandInput, EC2Client, Reservation } from '@aws-sdk/client-ec2';
import { GroundcrewError } from '@groundcrew/errors';
import type { Call } from './call.ts';
import { type Ec2Filter, filterInput } from './filters.ts';
import type { Ec2Instance } from './instance.ts';
import { ScannedDescribeInstancesCommand } from './scanned-describe-instances.ts';

export interface DescribeInstancesQuery {
  /** All of them have to fit an instance, each by any of its values. */
  readonly filters?: readonly Ec2Filter[];
  /** Only these; none at all where the list is empty. EC2 refuses the whole call where one does not exist. */
  readonly instanceIds?: readonly string[];
  /** Stops after one call that asks for a page: whether there are any, say. */
  readonly firstPageOnly?: boolean;
}

/** The largest page there is (EC2 API reference, "DescribeInstances", MaxResults). */
const PAGE_SIZE = 1_000;
/** Ids of one call: EC2 takes up to 1,000, but answers them in one piece. */
const IDS_PER_CALL = 500;

interface Answer {
  readonly instances: readonly Ec2Instance[];
  readonly next: string | undefined;
}

/** Reads pages; while one is worked on, the next is under way. Errors are those of the SDK. */
export async function* readInstances(
  client: EC2Client,
  call: Call,
  query: DescribeInstancesQuery,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Ec2Instance[], void, undefined> {
  const filters = filterInput(query.filters ?? []);
  // Ends the call for the next page where the caller stops before that.
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;

  const ask = (input: DescribeInstancesCommandInput): Promise<Answer> => {
    const isWhole = input.MaxResults === undefined && filters.Filters === undefined;
    const answer = call(isWhole ? 'unfiltered' : 'filtered', either, async () => {
      const command = new ScannedDescribeInstancesCommand({ ...filters, ...input });
      const { Reservations = [], NextToken } = await client.send(command, { abortSignal: either });
      return { instances: Reservations.flatMap(instancesOf), next: NextToken || undefined };
    });
    // Whoever awaits it gets its failure; until then it is not one that nobody looks at.
    answer.catch(() => undefined);
    return answer;
  };

  try {
    yield* query.instanceIds ? askedFor(query.instanceIds, ask) : paged(ask, query.firstPageOnly ?? false);
  } finally {
    stop.abort();
  }
}

type Ask = (input: DescribeInstancesCommandInput) => Promise<Answer>;

async function* paged(ask: Ask, firstPageOnly: boolean): AsyncGenerator<readonly Ec2Instance[], void> {
  const seen = new Set<string>();
  let page: Promise<Answer> | undefined = ask({ MaxResults: PAGE_SIZE });
  while (page !== undefined) {
    const { instances, next }: Answer = await page;
    if (next !== undefined && seen.has(next)) {
      const text = `EC2 gave a page token a second time, after ${seen.size} pages: the listing would go on forever`;
      throw new GroundcrewError('aws-ec2.pages.loop', text, { fault: 'service' });
    }
    page = undefined;
    if (next !== undefined && !firstPageOnly) {
      seen.add(next);
      page = ask({ MaxResults: PAGE_SIZE, NextToken: next });
    }
    if (instances.length > 0) yield instances;
  }
}

/** Pages and ids exclude each other: EC2 answers ids with all of them at once. */
async function* askedFor(ids: readonly string[], ask: Ask): AsyncGenerator<readonly Ec2Instance[], void> {
  const distinct = [...new Set(ids)];
  for (let from = 0; from < distinct.length; from += IDS_PER_CALL) {
    const { instances } = await ask({ InstanceIds: distinct.slice(from, from + IDS_PER_CALL) });
    if (instances.length > 0) yield instances;
  }
}

function instancesOf({ OwnerId, ReservationId, Instances = [] }: Reservation): Ec2Instance[] {
  return Instances.map((instance) => ({ ...instance, OwnerId, ReservationId }));
}
