import type {
  Listener,
  ListenerAction,
  ListenerRule,
  LoadBalancer,
  RuleCondition,
  Target,
  TargetGroup,
} from '../model/index.ts';
import { type Fields, list, numberAt, object, optional, text, texts } from './fields.ts';

/** Answers of Elastic Load Balancing as the AWS CLI prints them (`aws elbv2 …`). */

export function readLoadBalancer(each: Fields, scope: string): LoadBalancer {
  const arn = text(each, 'LoadBalancerArn');
  const type = optional(each, 'Type');
  const state = object(each, 'State');
  return {
    id: arn,
    scope,
    shortName: text(each, 'LoadBalancerName'),
    path: pathOf(arn),
    kind: type === 'network' || type === 'gateway' ? type : 'application',
    isInternetFacing: optional(each, 'Scheme') === 'internet-facing',
    dnsName: optional(each, 'DNSName') ?? '',
    vpc: optional(each, 'VpcId') ?? '',
    state: (state && optional(state, 'Code')) ?? 'unknown',
    zones: list(each, 'AvailabilityZones').map((zone) => ({
      zone: text(zone, 'ZoneName'),
      subnet: text(zone, 'SubnetId'),
    })),
    groups: texts(each, 'SecurityGroups'),
  };
}

/** `app/shop/50dc6c495c0c9188` of the ARN of a load balancer, or of its listeners and rules. */
export function pathOf(arn: string): string {
  return arn.split('/').slice(1, 4).join('/');
}

export function readListener(each: Fields): { readonly balancer: string; readonly listener: Listener } {
  return {
    balancer: text(each, 'LoadBalancerArn'),
    listener: {
      arn: text(each, 'ListenerArn'),
      port: numberAt(each, 'Port') ?? 0,
      protocol: optional(each, 'Protocol') ?? 'TCP',
      defaultAction: actionOf(list(each, 'DefaultActions')),
    },
  };
}

/** The last action decides; those before it authenticate. */
function actionOf(actions: readonly Fields[]): ListenerAction {
  const last = actions.toSorted((a, b) => (numberAt(a, 'Order') ?? 0) - (numberAt(b, 'Order') ?? 0)).at(-1);
  if (!last) return { kind: 'answer', what: 'none' };
  const type = text(last, 'Type');
  if (type !== 'forward') return { kind: 'answer', what: type };
  const config = object(last, 'ForwardConfig');
  const groups = config ? list(config, 'TargetGroups') : [];
  const single = optional(last, 'TargetGroupArn');
  if (groups.length === 0)
    return { kind: 'forward', targets: single === undefined ? [] : [{ targetGroup: single, weight: 1 }] };
  return {
    kind: 'forward',
    targets: groups.map((group) => ({
      targetGroup: text(group, 'TargetGroupArn'),
      weight: groups.length === 1 ? 1 : (numberAt(group, 'Weight') ?? 1),
    })),
  };
}

/** The listener by its id, the last part of its ARN, which the ARN of the rule has too. */
export function readRule(rule: Fields): { readonly listener: string; readonly rule: ListenerRule } {
  const priority = text(rule, 'Priority');
  return {
    listener: text(rule, 'RuleArn').split('/')[4] ?? '',
    rule: {
      priority: priority === 'default' ? 'default' : Number(priority),
      conditions: list(rule, 'Conditions').map(conditionOf),
      action: actionOf(list(rule, 'Actions')),
    },
  };
}

const configs: Readonly<Record<string, string>> = {
  'host-header': 'HostHeaderConfig',
  'source-ip': 'SourceIpConfig',
  'path-pattern': 'PathPatternConfig',
};

function conditionOf(condition: Fields): RuleCondition {
  const field = optional(condition, 'Field') ?? 'other';
  const config = object(condition, configs[field] ?? '');
  const values = config ? texts(config, 'Values') : texts(condition, 'Values');
  // Regular expressions are not evaluated: the client may fit.
  const isPlain = !config || texts(config, 'RegexValues').length === 0;
  return { field: isPlain ? field : `${field} (regex)`, values };
}

export function readTargetGroup(each: Fields, scope: string): TargetGroup {
  const type = optional(each, 'TargetType') ?? 'instance';
  const [vpc, protocol] = [optional(each, 'VpcId'), optional(each, 'Protocol')];
  const port = numberAt(each, 'Port');
  return {
    id: text(each, 'TargetGroupArn'),
    scope,
    shortName: text(each, 'TargetGroupName'),
    ...(vpc !== undefined && { vpc }),
    ...(protocol !== undefined && { protocol }),
    ...(port !== undefined && { port }),
    targetType: type === 'ip' || type === 'lambda' || type === 'alb' ? type : 'instance',
    family: optional(each, 'IpAddressType') === 'ipv6' ? 6 : 4,
  };
}

export function readTarget(each: Fields): Target {
  const target = object(each, 'Target');
  const health = object(each, 'TargetHealth');
  const port = target && numberAt(target, 'Port');
  const zone = target && optional(target, 'AvailabilityZone');
  const reason = health && optional(health, 'Reason');
  // That of its traffic may be named so, as in the target group.
  const isTraffic = optional(each, 'HealthCheckPort') === 'traffic-port';
  const healthPort = isTraffic ? port : numberAt(each, 'HealthCheckPort');
  return {
    id: target ? text(target, 'Id') : text(each, 'Target'),
    ...(port !== undefined && { port }),
    ...(zone !== undefined && { zone }),
    state: (health && optional(health, 'State')) ?? 'unknown',
    ...(reason !== undefined && { reason }),
    ...(healthPort !== undefined && { healthPort }),
  };
}

export function readAttributes(attributes: readonly Fields[]): ReadonlyMap<string, string> {
  return new Map(attributes.map((each) => [text(each, 'Key'), optional(each, 'Value') ?? '']));
}
