import { isIP } from 'node:net';
import type { Form } from '../form.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import type { XmlElements } from '../xml.ts';
import type { BalancerActions, BalancerContext } from './context.ts';
import { invalidTarget, tooMany, validationError } from './errors.ts';
import { targetGroupAt } from './find.ts';
import type { Target, TargetGroup } from './model.ts';
import { needText, numberOf } from './parameters.ts';
import { drainEndMs, healthOf } from './target-health.ts';

const resourcesOf = (form: Form) => [form.text('TargetGroupArn') ?? '*'];
// "Quotas for your Application Load Balancers": targets of a target group.
const MAX_TARGETS = 1000;

export function createTargetActions(context: BalancerContext): BalancerActions {
  const { store, network, clock } = context;

  const groupOf = (form: Form, scope: AccountRegion) =>
    targetGroupAt(context, needText(form, 'TargetGroupArn'), scope);

  /** @throws AwsError `InvalidTarget`, `ValidationError` */
  function checkTarget(
    { id }: Target,
    { targetType, vpcId, ipAddressType }: TargetGroup,
    scope: AccountRegion,
  ) {
    if (targetType === 'ip') {
      if (isIP(id) !== (ipAddressType === 'ipv6' ? 6 : 4))
        throw validationError(
          `The IP address '${id}' is not a valid ${ipAddressType === 'ipv6' ? 'IPv6' : 'IPv4'} address`,
        );
      return;
    }
    if (targetType !== 'instance') return;
    if (!/^i-[0-9a-f]{8,17}$/.test(id)) throw validationError(`Instance ID '${id}' is not valid`);
    const instance = network.instance(scope, id);
    if (!instance) throw invalidTarget(`The following targets do not exist: '${id}'`);
    if (instance.state !== 'running')
      throw invalidTarget(
        `The following targets are not in a running state and cannot be registered: '${id}'`,
      );
    if (instance.vpcId !== undefined && instance.vpcId !== vpcId)
      throw invalidTarget(`The following targets are not in the target group VPC '${vpcId}': '${id}'`);
  }

  /** Those that have drained are gone. */
  const present = (group: TargetGroup) =>
    group.targets.filter((target) => drainEndMs(target, group) > clock.now());

  return {
    RegisterTargets: {
      resourcesOf,
      act({ form, caller }) {
        const group = groupOf(form, caller);
        const added = readTargets(form, group, clock.now());
        for (const target of added) checkTarget(target, group, caller);
        // One that drains is registered again; one that is registered stays as it is.
        const kept = present(group).filter(
          (target) => target.drainingMs === undefined || !added.some((each) => isSame(each, target)),
        );
        const fresh = added.filter((target) => !kept.some((each) => isSame(each, target)));
        if (kept.length + fresh.length > MAX_TARGETS)
          throw tooMany('Targets', `The target group '${group.arn}' has a maximum of ${MAX_TARGETS} targets`);
        store.set('group', { ...group, targets: [...kept, ...fresh] });
        return {};
      },
    },

    DeregisterTargets: {
      resourcesOf,
      act({ form, caller }) {
        const group = groupOf(form, caller);
        const gone = readTargets(form, group, clock.now(), true);
        const targets = present(group).map((target) =>
          target.drainingMs === undefined && gone.some((each) => isNamed(each, target))
            ? { ...target, drainingMs: clock.now() }
            : target,
        );
        store.set('group', { ...group, targets });
        return {};
      },
    },

    DescribeTargetHealth: {
      act({ form, caller }) {
        const group = groupOf(form, caller);
        const all = present(group);
        const wanted = form.list('Targets').length === 0 ? undefined : readTargets(form, group, 0, true);
        const targets = wanted
          ? wanted.map((each) => all.find((target) => isNamed(each, target)) ?? each)
          : all;
        return {
          TargetHealthDescriptions: {
            member: targets.map((target) => healthXml(target, group, all.includes(target), caller)),
          },
        };
      },
    },
  };

  /** "TargetHealthDescription" of the API reference. */
  function healthXml(
    target: Target,
    group: TargetGroup,
    isKnown: boolean,
    scope: AccountRegion,
  ): XmlElements {
    const { HealthCheckPort } = group.health;
    const { id, port = group.port, zone } = target;
    return {
      Target: { Id: id, Port: port, AvailabilityZone: zone },
      HealthCheckPort: HealthCheckPort === 'traffic-port' ? port : HealthCheckPort,
      TargetHealth: isKnown
        ? healthOf(target, group, scope, context)
        : {
            State: 'unused',
            Reason: 'Target.NotRegistered',
            Description: 'Target is not registered to the target group',
          },
    };
  }
}

function isSame(one: Target, other: Target): boolean {
  return one.id === other.id && one.port === other.port;
}

/** Whether a request that may leave out the port is about a target. */
function isNamed(named: Target, target: Target): boolean {
  return named.id === target.id && (named.port === undefined || named.port === target.port);
}

/** @param mayOmitPort whether all ports are meant without one; else it is the one of the group */
function readTargets(form: Form, group: TargetGroup, nowMs: number, mayOmitPort = false): Target[] {
  const targets = form.list('Targets').map((target) => {
    const zone = target.text('AvailabilityZone');
    if (target.has('QuicServerId'))
      throw validationError('QuicServerId of a target is not supported by the embedded AWS');
    return {
      id: needText(target, 'Id'),
      port: numberOf(target, 'Port', 1, 65_535) ?? (mayOmitPort ? undefined : group.port),
      registeredMs: nowMs,
      ...(zone !== undefined && { zone }),
    };
  });
  if (targets.length === 0) throw validationError('At least one target must be specified');
  return targets.filter((target, index) => targets.findIndex((each) => isSame(each, target)) === index);
}
