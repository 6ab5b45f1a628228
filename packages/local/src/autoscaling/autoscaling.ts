import type { Organization } from '../account/index.ts';
import type { Clock } from '../clock.ts';
import type { Trail } from '../cloudtrail/index.ts';
import { createPageTokens } from '../ec2/paging.ts';
import type { Form } from '../form.ts';
import { hashOf } from '../hash.ts';
import { createQueryService, type QueryAction } from '../query-service.ts';
import type { CallerContext, ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type Service } from '../service.ts';
import type { XmlElements } from '../xml.ts';
import { advance, createGroup, type Group, type GroupInstances, type GroupSizes } from './groups.ts';

export interface AutoScalingOptions {
  readonly organization: Organization;
  readonly registry: ResourceRegistry;
  readonly clock: Pick<Clock, 'now'>;
  readonly trail: Trail;
  /** The instances of an account in a region. */
  readonly instancesOf: (accountId: string, region: string) => GroupInstances;
}

/** "DescribeAutoScalingGroups" of the API reference: MaxRecords. */
const [DEFAULT_RECORDS, MAX_RECORDS] = [50, 100];

/**
 * EC2 Auto Scaling, limited to the groups of the account file: their sizes and tags. An instance that a group launches is listed
 * by the group only. Filters are refused.
 */
export function createAutoScaling(options: AutoScalingOptions): Service {
  const { organization, registry, clock, trail, instancesOf } = options;
  const tokens = createPageTokens(() => new AwsError(400, 'InvalidNextToken', 'The NextToken is not valid.'));
  const regions = new Map<string, ReadonlyMap<string, Group>>();

  /** The groups as they are now. */
  function groupsOf({ accountId, region }: CallerContext): ReadonlyMap<string, Group> {
    const key = `${accountId} ${region}`;
    const instances = instancesOf(accountId, region);
    let groups = regions.get(key);
    if (!groups) {
      const entries = organization.region(accountId, region)?.autoScalingGroups ?? [];
      groups = new Map(entries.map((entry) => [entry.name, createGroup(entry, instances)]));
      regions.set(key, groups);
    }
    for (const group of groups.values()) advance(group, clock.now(), instances);
    return groups;
  }

  /** A change of one group, which CloudTrail has. */
  function changing(
    operation: string,
    nameIn: (form: Form) => string,
    change: (group: Group, form: Form) => void,
  ): QueryAction {
    return async (form, request) => {
      const name = nameIn(form);
      const arn = arnOf(registry.callerContextOf(request), name);
      const action = `autoscaling:${operation}`;
      const caller = await registry.authorize(request, { action, resource: arn, operation });
      const event = { name: operation, source: 'autoscaling.amazonaws.com', resources: [name] };
      return trail.record(event, caller, request, () => {
        const group = groupsOf(caller).get(name);
        if (!group) throw validationError('AutoScalingGroup name not found - null');
        change(group, form);
        groupsOf(caller);
        return {};
      });
    };
  }

  return createQueryService({
    name: 'autoscaling',
    namespace: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
    actions: {
      async DescribeAutoScalingGroups(form, request) {
        const operation = 'DescribeAutoScalingGroups';
        const caller = await registry.authorize(request, {
          action: `autoscaling:${operation}`,
          resource: '*',
          operation,
        });
        if (form.list('Filters').length > 0)
          throw validationError('Filters are not supported by the embedded AWS');
        const names = form.texts('AutoScalingGroupNames.member');
        const all = groupsOf(caller);
        const found =
          names.length > 0 ? [...new Set(names)].flatMap((name) => all.get(name) ?? []) : [...all.values()];
        const limit = Number(form.text('MaxRecords') ?? DEFAULT_RECORDS);
        if (!Number.isInteger(limit) || limit < 1 || limit > MAX_RECORDS)
          throw validationError(`MaxRecords must be from 1 to ${MAX_RECORDS}`);
        const scope = JSON.stringify([caller.accountId, caller.region, names]);
        const token = form.text('NextToken');
        const from = token === undefined ? 0 : tokens.read(scope, token);
        const next = from + limit;
        return {
          AutoScalingGroups: { member: found.slice(from, next).map((group) => groupXml(group, caller)) },
          ...(next < found.length && { NextToken: tokens.write(scope, next) }),
        };
      },
      UpdateAutoScalingGroup: changing(
        'UpdateAutoScalingGroup',
        (form) => form.text('AutoScalingGroupName') ?? '',
        (group, form) => {
          if (group.entry.startFault === 'busy')
            throw new AwsError(
              400,
              'ScalingActivityInProgress',
              'Scaling activity is in progress for the group.',
            );
          group.sizes = sizesAfter(group.sizes, form);
        },
      ),
      CreateOrUpdateTags: changing('CreateOrUpdateTags', groupOfTags, (group, form) => {
        for (const tag of form.list('Tags')) {
          const [key, value = ''] = [tag.text('Key'), tag.text('Value')];
          if (!key || key.length > 128 || value.length > 256 || /^aws:/i.test(key))
            throw validationError(`The tag ${JSON.stringify(key)} is not valid`);
          group.tags.set(key, { value, propagates: tag.text('PropagateAtLaunch') === 'true' });
        }
        if (group.tags.size > 50) throw new AwsError(400, 'LimitExceeded', 'A group has at most 50 tags.');
      }),
    },
  });
}

/** All tags of a call have to be of one group here. */
function groupOfTags(form: Form): string {
  const names = new Set(form.list('Tags').map((tag) => tag.text('ResourceId') ?? ''));
  const [name = ''] = names;
  if (names.size > 1) throw validationError('the embedded AWS takes tags of one group in a call');
  return name;
}

/**
 * "UpdateAutoScalingGroup" of the API reference: what is left out stays; a desired capacity that is left out follows the
 * limits.
 */
function sizesAfter(before: GroupSizes, form: Form): GroupSizes {
  const number = (name: string): number | undefined => {
    const text = form.text(name);
    if (text === undefined) return undefined;
    if (!/^\d{1,9}$/.test(text))
      throw validationError(`${name} ${JSON.stringify(text)} is not a whole number`);
    return Number(text);
  };
  const min = number('MinSize') ?? before.min;
  const max = number('MaxSize') ?? before.max;
  if (min > max) throw validationError('Max bound must be greater than or equal to min bound');
  const given = number('DesiredCapacity');
  const desired = given ?? Math.min(Math.max(before.desired, min), max);
  if (desired < min || desired > max)
    throw validationError(
      `Desired capacity:${desired} must be between the specified min size:${min} and max size:${max}`,
    );
  return { min, desired, max };
}

function arnOf({ accountId, region }: Pick<CallerContext, 'accountId' | 'region'>, name: string): string {
  const hex = [1, 2, 3, 4].map((seed) => (hashOf(name, seed) >>> 0).toString(16).padStart(8, '0')).join('');
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  return `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup:${uuid}:autoScalingGroupName/${name}`;
}

/** "AutoScalingGroup" of the API reference, as far as it is known here. */
function groupXml({ entry, sizes, members, tags }: Group, caller: CallerContext): XmlElements {
  const { name } = entry;
  const zone = `${caller.region}a`;
  return {
    AutoScalingGroupName: name,
    AutoScalingGroupARN: entry.arn ?? arnOf(caller, name),
    MinSize: sizes.min,
    MaxSize: sizes.max,
    DesiredCapacity: sizes.desired,
    DefaultCooldown: 300,
    AvailabilityZones: { member: [zone] },
    HealthCheckType: 'EC2',
    HealthCheckGracePeriod: 0,
    Instances: {
      member: members.map(({ id, state, isUnhealthy }) => ({
        InstanceId: id,
        AvailabilityZone: zone,
        LifecycleState: state,
        HealthStatus: isUnhealthy ? 'Unhealthy' : 'Healthy',
        ProtectedFromScaleIn: false,
      })),
    },
    CreatedTime: entry.createdAt ?? '2026-01-01T00:00:00.000Z',
    Status: entry.status,
    Tags: {
      member: [...tags].map(([Key, { value, propagates }]) => ({
        ResourceId: name,
        ResourceType: 'auto-scaling-group',
        Key,
        Value: value,
        PropagateAtLaunch: propagates,
      })),
    },
  };
}

function validationError(message: string): AwsError {
  return new AwsError(400, 'ValidationError', message);
}
