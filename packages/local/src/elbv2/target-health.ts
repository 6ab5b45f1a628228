import type { AccountRegion } from '../resource-registry/index.ts';
import type { XmlElements } from '../xml.ts';
import { groupAttributesOf } from './attributes.ts';
import type { BalancerContext, TargetCheck } from './context.ts';
import { usersOf } from './find.ts';
import type { Target, TargetGroup } from './model.ts';

/** When a target that was deregistered is gone, in milliseconds since 1970. */
export function drainEndMs({ drainingMs }: Target, group: TargetGroup): number {
  if (drainingMs === undefined) return Number.POSITIVE_INFINITY;
  const seconds = Number(groupAttributesOf(group)['deregistration_delay.timeout_seconds'] ?? 0);
  return drainingMs + seconds * 1000;
}

const unhealthy: Readonly<Record<Exclude<TargetCheck, 'passes'>, readonly [string, string]>> = {
  'times-out': ['Target.Timeout', 'Request timed out'],
  'wrong-code': ['Target.ResponseCodeMismatch', 'Health checks failed with these codes: [503]'],
  fails: ['Target.FailedHealthChecks', 'Health checks failed'],
};

/**
 * The health of a target: "TargetHealth" of the API reference. A new one is healthy, or unhealthy, when the time of one
 * health check has passed: one that passes is enough for it ("Health checks for your target groups" of the guide for
 * Application Load Balancers; of Network Load Balancers it is unverified).
 */
export function healthOf(
  target: Target,
  group: TargetGroup,
  scope: AccountRegion,
  context: Pick<BalancerContext, 'store' | 'network' | 'clock' | 'targetRule'>,
): XmlElements {
  const { store, network, clock, targetRule } = context;
  const state = (State: string, reason: string, Description: string) => ({
    State,
    Reason: reason,
    Description,
  });
  if (target.drainingMs !== undefined)
    return state('draining', 'Target.DeregistrationInProgress', 'Target deregistration is in progress');
  const users = usersOf(context, group.arn);
  if (users.length === 0)
    return state(
      'unused',
      'Target.NotInUse',
      'Target group is not configured to receive traffic from the load balancer',
    );
  const instance = group.targetType === 'instance' ? network.instance(scope, target.id) : undefined;
  if (group.targetType === 'instance' && instance?.state !== 'running')
    return state('unused', 'Target.InvalidState', 'Target is in the stopped state');
  const zones = users.flatMap((arn) => store.balancers.get(arn)?.zones ?? []).map(({ zone }) => zone);
  if (instance && !zones.includes(instance.zone))
    return state(
      'unused',
      'Target.NotInUse',
      'Target is in an Availability Zone that is not enabled for the load balancer',
    );
  if (!group.health.HealthCheckEnabled)
    return state(
      'unavailable',
      'Target.HealthCheckDisabled',
      'Health checks are disabled for this target group',
    );
  if (clock.now() < target.registeredMs + group.health.HealthCheckIntervalSeconds * 1000)
    return state('initial', 'Elb.RegistrationInProgress', 'Target registration is in progress');
  const check = targetRule({ id: target.id, port: target.port, group });
  return check === 'passes' ? { State: 'healthy' } : state('unhealthy', ...unhealthy[check]);
}
