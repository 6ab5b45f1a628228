import { randomBytes } from 'node:crypto';
import type { Form } from '../form.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import type { XmlElements } from '../xml.ts';
import { attributesXml, groupAttributesOf, readAttributes } from './attributes.ts';
import {
  arnPrefix,
  type BalancerActions,
  type BalancerContext,
  checkName,
  named,
  pageOf,
  visibility,
} from './context.ts';
import {
  balancerNotFound,
  duplicateTargetGroup,
  resourceInUse,
  targetGroupNotFound,
  validationError,
} from './errors.ts';
import { balancersOf, isFound, targetGroupAt, usersOf } from './find.ts';
import { readHealthCheck } from './health-check.ts';
import type { TargetGroup } from './model.ts';
import { choiceOf, needText, numberOf } from './parameters.ts';
import { within } from './store.ts';
import { readNewTags } from './tags.ts';

const protocols = ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP'] as const;
const targetTypes = ['instance', 'ip', 'lambda', 'alb'] as const;

const resourcesOf = (form: Form) => [form.text('TargetGroupArn') ?? '*'];

export function createTargetGroupActions(context: BalancerContext): BalancerActions {
  const { store, network, registry } = context;
  const groupOf = (form: Form, scope: AccountRegion) =>
    targetGroupAt(context, needText(form, 'TargetGroupArn'), scope);
  const answer = (groups: readonly TargetGroup[]) => ({
    TargetGroups: { member: groups.map((group) => groupXml(group, usersOf(context, group.arn))) },
  });

  /** @throws AwsError `ValidationError` */
  function readPlace(form: Form, scope: AccountRegion, targetType: string) {
    // "If the target is a Lambda function, this parameter does not apply."
    if (targetType === 'lambda')
      return { protocol: undefined, protocolVersion: undefined, port: undefined, vpcId: undefined };
    const protocol = choiceOf(form, 'Protocol', protocols);
    if (protocol === undefined) throw validationError('A protocol must be specified');
    if (targetType === 'alb' && protocol !== 'TCP')
      throw validationError(
        `Protocol '${protocol}' is not supported for target groups with target type 'alb'`,
      );
    const port = numberOf(form, 'Port', 1, 65_535);
    if (port === undefined) throw validationError('A port must be specified');
    const vpcId = form.text('VpcId');
    if (vpcId === undefined) throw validationError('A VPC ID must be specified');
    if (!network.vpc(scope, vpcId)) throw validationError(`The VPC ID '${vpcId}' is not found`);
    const isHttp = protocol === 'HTTP' || protocol === 'HTTPS';
    const protocolVersion = isHttp
      ? (choiceOf(form, 'ProtocolVersion', ['HTTP1', 'HTTP2', 'GRPC']) ?? 'HTTP1')
      : undefined;
    return { protocol, protocolVersion, port, vpcId };
  }

  return {
    CreateTargetGroup: {
      resourcesOf: (form, scope) => [`${arnPrefix(scope)}targetgroup/${form.text('Name') ?? ''}/*`],
      act(call) {
        const { form, caller } = call;
        const name = checkName(needText(form, 'Name'), 'target group');
        const targetType = choiceOf(form, 'TargetType', targetTypes) ?? 'instance';
        const place = readPlace(form, caller, targetType);
        const wanted: TargetGroup = {
          arn: `${arnPrefix(caller)}targetgroup/${name}/${randomBytes(8).toString('hex')}`,
          name,
          targetType,
          ...place,
          ipAddressType: choiceOf(form, 'IpAddressType', ['ipv4', 'ipv6']) ?? 'ipv4',
          health: readHealthCheck(form, { protocol: place.protocol, targetType }),
          targets: [],
          attributes: {},
          tags: readNewTags(form),
          ...visibility(call, context),
        };
        const existing = within(store.groups, caller).find((group) => group.name === name);
        if (!existing) {
          store.set('group', wanted);
          return answer([wanted]);
        }
        const now = { ...existing, tags: registry.tags.get(existing.arn) };
        if (settingsOf(now) !== settingsOf(wanted)) throw duplicateTargetGroup(name);
        return answer([existing]);
      },
    },

    DeleteTargetGroup: {
      resourcesOf,
      act({ form, caller }) {
        const arn = needText(form, 'TargetGroupArn');
        const group = within(store.groups, caller).find((each) => each.arn === arn);
        // No error for one that is not there: the model has none (unverified).
        if (!group) return {};
        if (usersOf(context, arn).length > 0)
          throw resourceInUse(`Target group '${arn}' is currently in use by a listener or a rule`);
        store.remove({ kind: 'group', arn });
        registry.tags.forget(arn);
        return {};
      },
    },

    DescribeTargetGroups: {
      act(call) {
        const { form, caller } = call;
        const [arns, names] = [form.texts('TargetGroupArns.member'), form.texts('Names.member')];
        const balancerArn = form.text('LoadBalancerArn');
        const all = within(store.groups, caller).filter((group) => isFound(group, context));
        if (
          balancerArn !== undefined &&
          !balancersOf(context, caller).some((balancer) => balancer.arn === balancerArn)
        )
          throw balancerNotFound();
        const found =
          balancerArn !== undefined
            ? all.filter((group) => usersOf(context, group.arn).includes(balancerArn))
            : arns.length === 0 && names.length === 0
              ? all
              : [
                  ...named(arns, (arn) => all.find((each) => each.arn === arn), targetGroupNotFound),
                  ...named(names, (name) => all.find((each) => each.name === name), targetGroupNotFound),
                ];
        const { page, NextMarker } = pageOf(found, call, context);
        return { ...answer(page), NextMarker };
      },
    },

    ModifyTargetGroup: {
      resourcesOf,
      act({ form, caller }) {
        const group = groupOf(form, caller);
        const changed = { ...group, health: readHealthCheck(form, group, group.health) };
        store.set('group', changed);
        return answer([changed]);
      },
    },

    DescribeTargetGroupAttributes: {
      act: ({ form, caller }) => attributesXml(groupAttributesOf(groupOf(form, caller))),
    },

    ModifyTargetGroupAttributes: {
      resourcesOf,
      act({ form, caller }) {
        const group = groupOf(form, caller);
        const changed = readAttributes(form, groupAttributesOf(group), 'Target group');
        store.set('group', { ...group, attributes: { ...group.attributes, ...changed } });
        return attributesXml(changed);
      },
    },
  };
}

/** What two creates have to have in common to be one. */
function settingsOf({
  arn: _arn,
  targets: _targets,
  attributes: _attributes,
  visibleMs: _visibleMs,
  tags,
  health,
  ...settings
}: TargetGroup) {
  const { Matcher, ...check } = health;
  const parts = [settings, check, Matcher ?? {}, tags];
  return JSON.stringify(parts.map((part) => Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** "TargetGroup" of the API reference. */
function groupXml(group: TargetGroup, balancerArns: readonly string[]): XmlElements {
  const { Matcher, ...health } = group.health;
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: group.protocol,
    Port: group.port,
    VpcId: group.vpcId,
    ...health,
    Matcher: Matcher && { ...Matcher },
    LoadBalancerArns: { member: balancerArns },
    TargetType: group.targetType,
    ProtocolVersion: group.protocolVersion,
    IpAddressType: group.ipAddressType,
  };
}
