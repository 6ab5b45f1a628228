import type { Form } from '../../form.ts';
import { writeXml, type XmlElements } from '../../xml.ts';
import { invalidCombination, invalidParameter, missingParameter } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { tagElements, tagsOfSpecification } from './making.ts';
import { limitExceeded, refused } from './network-errors.ts';
import { isSameRule, readPermissions, ruleText, type WrittenRule } from './permissions.ts';
import type { RegionNetwork } from './region-network.ts';
import type { GroupRule, SecurityGroup } from './network-resources.ts';

type Action = (form: Form, context: RequestContext) => string;

/** Adds all rules, or none. @throws AwsError `InvalidPermission.Duplicate`, `RulesPerSecurityGroupLimitExceeded` */
function authorize(isEgress: boolean): Action {
  return (form, context) => {
    const { network, networkSettings } = context;
    const group = groupOf(form, network);
    const written = readPermissions(form, isEgress, group, network);
    for (const [at, rule] of written.entries()) {
      if (written.slice(0, at).some((other) => isSameRule(other, rule)))
        throw invalidParameter('The same permission must not appear multiple times');
      if (group.rules.some((other) => isSameRule(other, rule))) {
        throw refused('InvalidPermission.Duplicate', `the specified rule "${ruleText(rule)}" already exists`);
      }
    }
    const tags = tagsOfSpecification(form, 'security-group-rule', ['security-group-rule']);
    const serial = network.next('security-group').serial;
    const added = written.map((rule, at): GroupRule => ({
      ...rule,
      id: network.idOf('sgr', `${group.id} ${serial} ${at}`),
      tags,
    }));
    const rules = [...group.rules, ...added];
    if (countOf(rules, isEgress) > networkSettings.quotas.rulesPerGroup)
      throw limitExceeded('RulesPerSecurityGroupLimitExceeded', 'rules per security group');
    network.commit({ put: { ...group, rules } });
    const items = added.map((rule) => ({ ...ruleElements(rule, group, network), tagSet: tagElements(tags) }));
    return writeXml({ return: true, securityGroupRuleSet: { item: items } });
  };
}

/** The quota is one of each family; a rule with a group or a prefix list counts for both: "Amazon VPC quotas". */
function countOf(rules: readonly GroupRule[], isEgress: boolean): number {
  const alike = rules.filter((rule) => rule.isEgress === isEgress);
  const without = (family: 'ipv4' | 'ipv6') => alike.filter((rule) => rule[family] === undefined).length;
  return Math.max(without('ipv4'), without('ipv6'));
}

/**
 * Removes all rules, by their ids or by what they allow, or none.
 *
 * Rules: "RevokeSecurityGroupIngress" of the EC2 API reference: in a VPC that is not the default one, a permission that is not there is
 * an error.
 *
 * @throws AwsError `InvalidPermission.NotFound`, `InvalidSecurityGroupRuleId.NotFound`
 */
function revoke(isEgress: boolean): Action {
  return (form, { network }) => {
    const group = groupOf(form, network);
    const ids = form.texts('SecurityGroupRuleId');
    const named =
      ids.length > 0 ? byIds(ids, isEgress, group) : byPermissions(form, isEgress, group, network);
    network.commit({ put: { ...group, rules: group.rules.filter((rule) => !named.includes(rule)) } });
    return writeXml({
      return: true,
      revokedSecurityGroupRuleSet: { item: named.map((rule) => revokedElements(rule, group)) },
    });
  };
}

function byIds(ids: readonly string[], isEgress: boolean, group: SecurityGroup): readonly GroupRule[] {
  return [...new Set(ids)].map((id) => {
    const found = group.rules.find((rule) => rule.id === id);
    if (!found)
      throw refused(
        'InvalidSecurityGroupRuleId.NotFound',
        `The security group rule ID '${id}' does not exist`,
      );
    if (found.isEgress !== isEgress) {
      throw invalidParameter(
        `The security group rule ${id} is a rule of ${found.isEgress ? 'egress' : 'ingress'}`,
      );
    }
    return found;
  });
}

function byPermissions(
  form: Form,
  isEgress: boolean,
  group: SecurityGroup,
  network: RegionNetwork,
): readonly GroupRule[] {
  return readPermissions(form, isEgress, group, network).map((written: WrittenRule) => {
    const found = group.rules.find((rule) => isSameRule(rule, written));
    if (!found) {
      throw refused(
        'InvalidPermission.NotFound',
        'The specified rule does not exist in this security group.',
      );
    }
    return found;
  });
}

export const authorizeIngress = authorize(false);
export const authorizeEgress = authorize(true);
export const revokeIngress = revoke(false);
export const revokeEgress = revoke(true);

function groupOf(form: Form, network: RegionNetwork): SecurityGroup {
  const id = form.text('GroupId');
  const name = form.text('GroupName');
  if (id !== undefined && name !== undefined)
    throw invalidCombination('The parameter groupName cannot be used with the parameter groupId');
  if (id === undefined) throw missingParameter('groupId');
  return network.get('security-group', id);
}

/** The elements of a rule, except its tags. */
export function ruleElements(rule: GroupRule, group: SecurityGroup, network: RegionNetwork): XmlElements {
  const { accountId, region } = network;
  return {
    securityGroupRuleId: rule.id,
    groupId: group.id,
    groupOwnerId: accountId,
    ...whatElements(rule),
    ...(rule.group !== undefined && { referencedGroupInfo: { groupId: rule.group, userId: accountId } }),
    ...(rule.description !== undefined && { description: rule.description }),
    securityGroupRuleArn: `arn:aws:ec2:${region}:${accountId}:security-group-rule/${rule.id}`,
  };
}

function whatElements(rule: GroupRule): XmlElements {
  return {
    isEgress: rule.isEgress,
    ipProtocol: rule.protocol,
    fromPort: rule.fromPort,
    toPort: rule.toPort,
    ...(rule.ipv4 !== undefined && { cidrIpv4: rule.ipv4 }),
    ...(rule.ipv6 !== undefined && { cidrIpv6: rule.ipv6 }),
    ...(rule.prefixList !== undefined && { prefixListId: rule.prefixList }),
  };
}

function revokedElements(rule: GroupRule, group: SecurityGroup): XmlElements {
  return {
    securityGroupRuleId: rule.id,
    groupId: group.id,
    ...whatElements(rule),
    ...(rule.group !== undefined && { referencedGroupId: rule.group }),
    ...(rule.description !== undefined && { description: rule.description }),
  };
}
