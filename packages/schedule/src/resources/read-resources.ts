import type { Ec2Instances } from '@groundcrew/aws/ec2';
import { failureOf, isFatal, planRegions, type RegionScope } from '@groundcrew/aws/ec2/regions';
import { mapConcurrent } from '@groundcrew/async';
import { fromInstance } from './from-instance.ts';
import type { ScheduledResource } from './scheduled-resource.ts';

export interface ReadResourcesDeps {
  ec2For(
    accountId: string | undefined,
    region: string,
  ): Pick<Ec2Instances, 'describeInstances' | 'describeRegions'>;
  /** The current region, which also lists the names of regions. */
  readonly currentRegion: string;
  readonly signal?: AbortSignal;
  /** Only this one. */
  readonly instanceId?: string;
}

/** A region that could not be read: what is in it is unknown. */
export interface UnreadRegion {
  readonly accountId: string | undefined;
  readonly region: string;
  readonly reason: string;
}

const CONCURRENT_REGIONS = 8;

/**
 * Everything that may be on a schedule, in these regions and accounts. A region that fails is reported, and does not stop
 * the others.
 *
 * @throws GroundcrewError `schedule.region.unknown`; errors that affect all regions, such as missing credentials
 */
export async function readResources(
  scope: RegionScope,
  deps: ReadResourcesDeps,
): Promise<{ readonly resources: readonly ScheduledResource[]; readonly unread: readonly UnreadRegion[] }> {
  const { ec2For, signal, instanceId } = deps;
  // By a filter, an id that does not exist is no error.
  const query = instanceId === undefined ? {} : { filters: [{ name: 'instance-id', values: [instanceId] }] };
  const { targets, unasked } = await planRegions(scope, deps, 'schedule.region.unknown');
  const resources: ScheduledResource[] = [];
  const unread: UnreadRegion[] = unasked.map(({ accountId, region, reason }) => ({
    accountId,
    region,
    reason,
  }));
  await mapConcurrent(targets, CONCURRENT_REGIONS, async ({ accountId, region }) => {
    const found: ScheduledResource[] = [];
    try {
      for await (const page of ec2For(accountId, region).describeInstances(query, signal ? { signal } : {})) {
        for (const instance of page) {
          const resource = fromInstance(instance, { accountId: accountId ?? instance.OwnerId ?? '', region });
          if (resource) found.push(resource);
        }
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (isFatal(error, region)) throw error;
      unread.push({ accountId, region, reason: failureOf(error, region).reason });
      return;
    }
    resources.push(...found);
  });
  return { resources, unread };
}
