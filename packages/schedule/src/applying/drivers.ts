import type { GroupSizes } from '@groundcrew/aws/autoscaling';
import { parseEc2Arn } from '@groundcrew/aws/ec2/tagging';
import type { Change, Json } from '@groundcrew/plan';
import type { ActionKind } from '../deciding/index.ts';
import { fromDbCluster, fromDbInstance } from '../resources/from-database.ts';
import { fromGroup } from '../resources/from-group.ts';
import { fromInstance } from '../resources/from-instance.ts';
import { usableSizes } from '../resources/group-sizes.ts';
import type { ScheduledResource, ScheduledType } from '../resources/scheduled-resource.ts';
import type { ScheduleServices } from '../services/index.ts';
import { describeKnown } from './describe-known.ts';

/** Where resources are. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** How the resources of one type are read, and the value that a plan has of them. */
export interface Driver {
  /** The resources of these ARNs; those that do not exist are missing. */
  read(
    services: ScheduleServices,
    place: Place,
    arns: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<readonly ScheduledResource[]>;
  /** The value of the field that plans change. */
  valueOf(resource: ScheduledResource): Json;
}

/** The type of the resource of an ARN. */
export function typeOf(arn: string): ScheduledType {
  const [, , service = '', , , kind = ''] = arn.split(':');
  if (service === 'rds') return kind === 'cluster' ? 'rds:cluster' : 'rds:db';
  return service === 'autoscaling' ? 'autoscaling:group' : 'ec2:instance';
}

/** The id by which a resource is started and stopped. */
export function idOf(arn: string): string {
  const type = typeOf(arn);
  if (type === 'ec2:instance') return parseEc2Arn(arn)?.id ?? arn;
  // arn:aws:autoscaling:REGION:ACCOUNT:autoScalingGroup:ID:autoScalingGroupName/NAME
  if (type === 'autoscaling:group') return arn.slice(arn.indexOf('autoScalingGroupName/') + 21);
  return arn.split(':').slice(6).join(':');
}

/** What a change does, and of a group that is started the sizes that it gets. */
export function actionOf({ after }: Change): { readonly kind: ActionKind; readonly sizes?: GroupSizes } {
  if (typeof after === 'string') return { kind: after === 'running' ? 'start' : 'stop' };
  const { min, desired, max } = (after ?? {}) as Partial<Record<keyof GroupSizes, unknown>>;
  const sizes = usableSizes({ min: Number(min), desired: Number(desired), max: Number(max) });
  return sizes ? { kind: 'start', sizes } : { kind: 'stop' };
}

/** A state as plans write it; one in which a database can't be changed has the name that RDS gives it. */
function stateOf({ observed: { state, busy } }: ScheduledResource): Json {
  return busy ?? state;
}

export const drivers: Readonly<Record<ScheduledType, Driver>> = {
  'ec2:instance': {
    async read({ ec2For }, { accountId, region }, arns, signal) {
      const found = await describeKnown(ec2For(accountId, region), arns.map(idOf), signal);
      return found.flatMap((instance) => fromInstance(instance, { accountId, region }) ?? []);
    },
    // As EC2 names them: plans and journals are about what it returns.
    valueOf: ({ observed: { state } }) => (state === 'starting' ? 'pending' : state),
  },
  'rds:db': {
    async read({ rdsFor }, { accountId, region }, arns, signal) {
      const rds = rdsFor(accountId, region);
      const pages =
        arns.length === 1
          ? rds.describeInstances(idOf(arns[0]!), { signal })
          : rds.describeInstances(undefined, { signal });
      return await known(pages, (instance) => fromDbInstance(instance, region), arns);
    },
    valueOf: stateOf,
  },
  'rds:cluster': {
    async read({ rdsFor }, { accountId, region }, arns, signal) {
      const rds = rdsFor(accountId, region);
      const pages =
        arns.length === 1
          ? rds.describeClusters(idOf(arns[0]!), { signal })
          : rds.describeClusters(undefined, { signal });
      return await known(pages, (cluster) => fromDbCluster(cluster, region), arns);
    },
    valueOf: stateOf,
  },
  'autoscaling:group': {
    async read({ autoScalingFor }, { accountId, region }, arns, signal) {
      const pages = autoScalingFor(accountId, region).describeGroups(arns.map(idOf), { signal });
      return await known(pages, (group) => fromGroup(group, region), arns);
    },
    valueOf: ({ sizes }) => (sizes ? { ...sizes.current } : null),
  },
};

/** Of all that a list call returns, those of these ARNs. */
async function known<Item>(
  pages: AsyncIterable<readonly Item[]>,
  read: (item: Item) => ScheduledResource | undefined,
  arns: readonly string[],
): Promise<ScheduledResource[]> {
  const wanted = new Set(arns);
  const found: ScheduledResource[] = [];
  for await (const page of pages) {
    for (const item of page) {
      const resource = read(item);
      if (resource && wanted.has(resource.arn)) found.push(resource);
    }
  }
  return found;
}
