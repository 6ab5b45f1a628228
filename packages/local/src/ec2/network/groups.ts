import type { Form } from '../../form.ts';
import { writeXml, type XmlElements } from '../../xml.ts';
import { invalidParameter, missingParameter } from '../errors.ts';
import { groupsOf } from '../resource-facts.ts';
import type { RequestContext } from '../request-context.ts';
import { allowAll } from './default-rules.ts';
import { checkQuota, newResource, required, tagElements } from './making.ts';
import { invalidValue, refused } from './network-errors.ts';
import { permissionElements } from './permissions.ts';
import type { RegionNetwork } from './region-network.ts';
import type { SecurityGroup } from './network-resources.ts';

const MAX_TEXT = 255;
/** "CreateSecurityGroup" of the EC2 API reference. */
const TEXT = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/;

/** Makes a group, which lets everything out. @throws AwsError `InvalidGroup.Duplicate`, `InvalidParameterValue` */
export function createSecurityGroup(form: Form, context: RequestContext): string {
  const { network, networkSettings } = context;
  const name = textOf(form, 'GroupName');
  const description = textOf(form, 'GroupDescription');
  const vpcId = form.text('VpcId');
  if (vpcId === undefined) throw refused('VPCIdNotSpecified', 'No default VPC for this user');
  const vpc = network.get('vpc', vpcId);
  if (name.startsWith('sg-')) throw invalidParameter(`invalid value for parameter groupName: ${name}`);
  if (name === 'default') throw refused('InvalidGroup.Reserved', "the security group 'default' is reserved");
  const groups = network.all('security-group');
  if (groups.some((group) => group.vpcId === vpc.id && group.name === name))
    throw refused(
      'InvalidGroup.Duplicate',
      `The security group '${name}' already exists for VPC '${vpc.id}'`,
    );
  checkQuota(groups, networkSettings.quotas.groups, context, [
    'SecurityGroupLimitExceeded',
    'security groups',
  ]);
  const made = newResource('security-group', form, context);
  const out = { ...allowAll(network.idOf('sgr', `${made.id} out`), true), ipv4: '0.0.0.0/0' };
  const outIpv6 = { ...allowAll(network.idOf('sgr', `${made.id} out 6`), true), ipv6: '::/0' };
  const hasIpv6 = vpc.ipv6.some(({ isGone }) => !isGone);
  const put: SecurityGroup = {
    ...made,
    vpcId: vpc.id,
    name,
    description,
    rules: hasIpv6 ? [out, outIpv6] : [out],
  };
  network.commit({ put });
  return writeXml({
    return: undefined,
    groupId: put.id,
    tagSet: tagElements(put.tags),
    securityGroupArn: arnOf(put.id, network),
  });
}

function textOf(form: Form, name: string): string {
  const text = required(form, name);
  if (text.length > MAX_TEXT || !TEXT.test(text))
    throw invalidValue(text, name, 'Character sets beyond ASCII are not supported.');
  return text;
}

const arnOf = (id: string, { accountId, region }: RegionNetwork) =>
  `arn:aws:ec2:${region}:${accountId}:security-group/${id}`;

/** @throws AwsError `DependencyViolation`, `CannotDelete` */
export function deleteSecurityGroup(form: Form, { network }: RequestContext): string {
  const id = form.text('GroupId');
  if (id === undefined) throw missingParameter('groupId');
  const group = network.get('security-group', id);
  if (group.name === 'default')
    throw refused('CannotDelete', `the specified group: "${id}" name: "default" cannot be deleted by a user`);
  if (isUsed(id, network)) throw refused('DependencyViolation', `resource ${id} has a dependent object`);
  network.commit({ remove: id });
  return writeXml({ return: true, groupId: id });
}

/** By an interface, or by a rule of another group. */
function isUsed(id: string, network: RegionNetwork): boolean {
  if (network.all('network-interface').some(({ groups }) => groups.includes(id))) return true;
  const isReferenced = (other: SecurityGroup) =>
    other.id !== id && other.rules.some(({ group }) => group === id);
  if (network.all('security-group').some(isReferenced)) return true;
  if (!network.isDescribed('security-group', id)) return false;
  for (const details of network.describedInterfaces())
    if (groupsOf(details).some((group) => group.id === id)) return true;
  return false;
}

/** The elements of a group, except its tags. */
export function groupElements(group: SecurityGroup, network: RegionNetwork): XmlElements {
  return {
    ownerId: network.accountId,
    groupId: group.id,
    groupName: group.name,
    groupDescription: group.description,
    vpcId: group.vpcId,
    securityGroupArn: arnOf(group.id, network),
    ipPermissions: {
      item: permissionElements(
        group.rules.filter(({ isEgress }) => !isEgress),
        network,
      ),
    },
    ipPermissionsEgress: {
      item: permissionElements(
        group.rules.filter(({ isEgress }) => isEgress),
        network,
      ),
    },
  };
}
