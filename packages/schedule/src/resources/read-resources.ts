import type { Ec2Instance, SpotRequestType } from '@groundcrew/aws/ec2';
import { failureOf, isFatal, planRegions, type RegionScope, type Target } from '@groundcrew/aws/ec2/regions';
import { mapConcurrent } from '@groundcrew/async';
import type { ScheduleServices } from '../services/index.ts';
import { fromDbCluster, fromDbInstance } from './from-database.ts';
import { fromGroup } from './from-group.ts';
import { fromInstance } from './from-instance.ts';
import type { ScheduledResource, ScheduledType } from './scheduled-resource.ts';

export interface ReadResourcesDeps extends ScheduleServices {
  /** The current region, which also lists the names of regions. */
  readonly currentRegion: string;
  readonly signal?: AbortSignal;
  /** Only those of this id: of an instance, or the name of a database or a group. */
  readonly id?: string;
  /** Whether more is worth asking about an instance that has these tags; default: always. */
  readonly isOnSchedule?: (resource: ScheduledResource) => boolean;
}

/** What could not be read of a region, and is unknown therefore: all of it, or one type. */
export interface UnreadRegion {
  readonly accountId: string | undefined;
  readonly region: string;
  readonly type?: ScheduledType;
  readonly reason: string;
}

/** `rds:db in eu-west-1 of 111122223333`, for people. */
export function unreadPlace({ accountId, region, type }: UnreadRegion): string {
  const place = accountId === undefined ? region : `${region} of ${accountId}`;
  return type === undefined ? place : `${type} in ${place}`;
}

const CONCURRENT_READS = 8;

/**
 * Everything that may be on a schedule, in these regions and accounts. A region or a service that fails is reported, and does
 * not stop the others.
 *
 * @throws GroundcrewError `schedule.region.unknown`; errors that affect all regions, such as missing credentials
 */
export async function readResources(
  scope: RegionScope,
  deps: ReadResourcesDeps,
): Promise<{ readonly resources: readonly ScheduledResource[]; readonly unread: readonly UnreadRegion[] }> {
  const { signal, id } = deps;
  const { targets, unasked } = await planRegions(scope, deps, 'schedule.region.unknown');
  const unread: UnreadRegion[] = unasked.map(({ accountId, region, reason }) => ({
    accountId,
    region,
    reason,
  }));
  const reads = targets.flatMap((target) => typesOf(id).map((type) => ({ ...target, type })));
  const found = await mapConcurrent(reads, CONCURRENT_READS, async ({ type, ...target }) => {
    const resources: ScheduledResource[] = [];
    try {
      for await (const page of readers[type](target, deps)) resources.push(...page);
      return resources;
    } catch (error) {
      signal?.throwIfAborted();
      if (isFatal(error, target.region)) throw error;
      unread.push({ ...target, type, reason: failureOf(error, target.region).reason });
      // Half of a list could look like all of it.
      return [];
    }
  });
  return { resources: found.flat(), unread };
}

/**
 * What looks like the id of an instance is looked for as one; what RDS could not have as a name it refuses, as if it could not be
 * read: "CreateDBInstance" of the RDS API reference, DBInstanceIdentifier.
 */
function typesOf(id: string | undefined): readonly ScheduledType[] {
  const types = Object.keys(readers) as ScheduledType[];
  if (id === undefined) return types;
  if (/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) return ['ec2:instance'];
  const isDatabase = /^[a-z](-?[a-z0-9]){0,62}$/i.test(id);
  return isDatabase ? ['rds:db', 'rds:cluster', 'autoscaling:group'] : ['autoscaling:group'];
}

type Reader = (target: Target, deps: ReadResourcesDeps) => AsyncGenerator<readonly ScheduledResource[], void>;

const readers: Readonly<Record<ScheduledType, Reader>> = {
  async *'ec2:instance'({ accountId, region }, deps) {
    const { ec2For, signal, id } = deps;
    // By a filter, an id that does not exist is not an error.
    const query = id === undefined ? {} : { filters: [{ name: 'instance-id', values: [id] }] };
    for await (const page of ec2For(accountId, region).describeInstances(query, { signal })) {
      yield await instancesOf(page, { accountId, region }, deps);
    }
  },
  async *'rds:db'({ accountId, region }, { rdsFor, signal, id }) {
    for await (const page of rdsFor(accountId, region).describeInstances(databaseName(id), { signal }))
      yield page.flatMap((instance) => fromDbInstance(instance, region) ?? []);
  },
  async *'rds:cluster'({ accountId, region }, { rdsFor, signal, id }) {
    for await (const page of rdsFor(accountId, region).describeClusters(databaseName(id), { signal }))
      yield page.flatMap((cluster) => fromDbCluster(cluster, region) ?? []);
  },
  async *'autoscaling:group'({ accountId, region }, { autoScalingFor, signal, id }) {
    const names = id === undefined ? undefined : [id];
    for await (const page of autoScalingFor(accountId, region).describeGroups(names, { signal }))
      yield page.flatMap((group) => fromGroup(group, region) ?? []);
  },
};

/** Whether a spot instance can be stopped depends on its request, which is read for those on a schedule only. */
async function instancesOf(
  page: readonly Ec2Instance[],
  { accountId, region }: Target,
  { ec2For, isOnSchedule = () => true, signal }: ReadResourcesDeps,
): Promise<ScheduledResource[]> {
  const read = (instance: Ec2Instance, type?: SpotRequestType) =>
    fromInstance(instance, { accountId: accountId ?? instance.OwnerId ?? '', region }, type);
  const requests = new Set<string>();
  for (const instance of page) {
    const request = instance.InstanceLifecycle === 'spot' ? instance.SpotInstanceRequestId : undefined;
    const resource = request === undefined ? undefined : read(instance);
    if (request !== undefined && resource && isOnSchedule(resource)) requests.add(request);
  }
  const types: ReadonlyMap<string, SpotRequestType> =
    requests.size === 0
      ? new Map()
      : await ec2For(accountId, region)
          .spotRequestTypes([...requests], { signal })
          .catch((error: unknown) => {
            signal?.throwIfAborted();
            if (isFatal(error, region)) throw error;
            return new Map();
          });
  return page.flatMap((instance) => read(instance, types.get(instance.SpotInstanceRequestId ?? '')) ?? []);
}

/** RDS stores names in lower case, and finds them in any (RDS user guide, "DB instance identifier"). */
function databaseName(id: string | undefined): string | undefined {
  return id?.toLowerCase();
}
