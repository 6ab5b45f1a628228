import type { Form } from '../../form.ts';
import { writeXml, type XmlElements } from '../../xml.ts';
import { invalidCombination, invalidParameter } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { newDependent, checkQuota, isTrue, newResource, required, SUCCESS, tagElements } from './making.ts';
import { hasDependencies, invalidValue, refused } from './network-errors.ts';
import type { RegionNetwork } from './region-network.ts';
import type { NetworkResourceChange } from './network-store.ts';
import { allowAll, defaultEntries } from './default-rules.ts';
import { natState } from './nat-states.ts';
import type { NetworkAcl, RouteTable, SecurityGroup, Vpc } from './network-resources.ts';
import { newIpv6Range, vpcCidr, vpcIpv6Elements } from './vpc-cidrs.ts';

/** Makes a VPC with its main route table, its default group and its default network ACL. @throws AwsError */
export function createVpc(form: Form, context: RequestContext): string {
  const { network, networkSettings } = context;
  const cidr = vpcCidr(required(form, 'CidrBlock'));
  const tenancy = form.text('InstanceTenancy') ?? 'default';
  if (tenancy !== 'default' && tenancy !== 'dedicated')
    throw refused('UnsupportedTenancy', `The tenancy value ${tenancy} is not supported.`);
  checkQuota(network.all('vpc'), networkSettings.quotas.vpcs, context, ['VpcLimitExceeded', 'VPCs']);
  const made = newResource('vpc', form, context);
  const vpc: Vpc = {
    ...made,
    cidrs: [{ id: network.idOf('vpc-cidr-assoc', made.id), cidr }],
    ipv6: isTrue(form, 'AmazonProvidedIpv6CidrBlock') ? [newIpv6Range(made.id, [], network)] : [],
    dnsSupport: true,
    dnsHostnames: false,
    usageMetrics: false,
    tenancy,
    isDefault: false,
  };
  network.commit({ put: vpc }, ...dependentsOfVpc(vpc, context));
  const state = { state: 'pending', ...vpcElements(vpc, network), tagSet: tagElements(vpc.tags) };
  return writeXml({
    vpc: { ...state, state: 'pending', ipv6CidrBlockAssociationSet: ipv6Set(vpc, 'associating') },
  });
}

function dependentsOfVpc(vpc: Vpc, context: RequestContext): NetworkResourceChange[] {
  const { network } = context;
  const table = newDependent('route-table', vpc, context);
  const main: RouteTable = {
    ...table,
    vpcId: vpc.id,
    routes: [],
    associations: [{ id: network.idOf('rtbassoc', table.id) }],
  };
  const madeGroup = newDependent('security-group', vpc, context);
  const group: SecurityGroup = {
    ...madeGroup,
    vpcId: vpc.id,
    name: 'default',
    description: 'default VPC security group',
    rules: [
      {
        ...allowAll(network.idOf('sgr', `${madeGroup.id} in`), false),
        group: madeGroup.id,
      },
      { ...allowAll(network.idOf('sgr', `${madeGroup.id} out`), true), ipv4: '0.0.0.0/0' },
      ...(vpc.ipv6.length > 0
        ? [{ ...allowAll(network.idOf('sgr', `${madeGroup.id} out 6`), true), ipv6: '::/0' }]
        : []),
    ],
  };
  const acl: NetworkAcl = {
    ...newDependent('network-acl', vpc, context),
    vpcId: vpc.id,
    isDefault: true,
    entries: defaultEntries(vpc.ipv6.length > 0),
    associations: [],
  };
  return [{ put: main }, { put: group }, { put: acl }];
}

/** Removes a VPC that has nothing but what was made with it. @throws AwsError `DependencyViolation` */
export function deleteVpc(form: Form, { network }: RequestContext): string {
  const { id } = network.get('vpc', required(form, 'VpcId'));
  const of = <Each extends { readonly vpcId?: string }>(resources: readonly Each[]) =>
    resources.filter(({ vpcId }) => vpcId === id);
  const tables = of(network.all('route-table'));
  const groups = of(network.all('security-group'));
  const acls = of(network.all('network-acl'));
  const isMain = ({ associations }: RouteTable) =>
    associations.some(({ subnetId, gatewayId }) => subnetId === undefined && gatewayId === undefined);
  const isUsed =
    of(network.all('subnet')).length > 0 ||
    of(network.all('internet-gateway')).length > 0 ||
    of(network.all('egress-only-internet-gateway')).length > 0 ||
    of(network.all('vpc-endpoint')).length > 0 ||
    of(network.all('network-interface')).length > 0 ||
    of(network.all('natgateway')).some((gateway) => natState(gateway, network.nowMs) !== 'deleted') ||
    tables.some((table) => !isMain(table)) ||
    groups.some(({ name }) => name !== 'default') ||
    acls.some(({ isDefault }) => !isDefault) ||
    network
      .all('vpc-peering-connection')
      .some(
        ({ status, requester, accepter }) =>
          status === 'active' && [requester.vpcId, accepter.vpcId].includes(id),
      );
  if (isUsed) throw hasDependencies('vpc', id);
  network.commit(...[...tables, ...groups, ...acls].map((each) => ({ remove: each.id })), { remove: id });
  return SUCCESS;
}

const attributes = {
  EnableDnsSupport: 'dnsSupport',
  EnableDnsHostnames: 'dnsHostnames',
  EnableNetworkAddressUsageMetrics: 'usageMetrics',
} as const;

/** Changes one attribute, as EC2 does: "ModifyVpcAttribute" of the EC2 API reference. @throws AwsError */
export function modifyVpcAttribute(form: Form, { network }: RequestContext): string {
  const vpc = network.get('vpc', required(form, 'VpcId'));
  const written = Object.entries(attributes).flatMap(([name, field]) => {
    const value = form.text(`${name}.Value`);
    return value === undefined ? [] : [[field, value === 'true'] as const];
  });
  if (written.length > 1) throw invalidCombination('Fields for multiple attribute types specified');
  const [change] = written;
  if (!change) throw invalidCombination('No attributes specified.');
  const next = { ...vpc, [change[0]]: change[1] };
  if (change[0] === 'dnsHostnames' && change[1] && !next.dnsSupport)
    throw invalidParameter('Cannot enable DNS hostnames for a VPC whose DNS support is disabled');
  network.commit({ put: next });
  return SUCCESS;
}

/** @throws AwsError */
export function describeVpcAttribute(form: Form, { network }: RequestContext): string {
  const vpc = network.get('vpc', required(form, 'VpcId'));
  const attribute = required(form, 'Attribute');
  const found = Object.entries(attributes).find(([name]) => name.toLowerCase() === attribute.toLowerCase());
  if (!found) throw invalidValue(attribute, 'attribute', 'Unknown attribute.');
  const element = found[0].slice(0, 1).toLowerCase() + found[0].slice(1);
  return writeXml({ vpcId: vpc.id, [element]: { value: vpc[found[1]] } });
}

/** The elements of a VPC, except its tags. */
export function vpcElements(vpc: Vpc, network: RegionNetwork): XmlElements {
  return {
    vpcId: vpc.id,
    ownerId: network.accountId,
    state: 'available',
    cidrBlock: vpc.cidrs[0]!.cidr,
    cidrBlockAssociationSet: {
      item: vpc.cidrs.map(({ id, cidr }) => ({
        associationId: id,
        cidrBlock: cidr,
        cidrBlockState: { state: 'associated' },
      })),
    },
    ...(vpc.ipv6.length > 0 && { ipv6CidrBlockAssociationSet: ipv6Set(vpc, 'associated', network.region) }),
    dhcpOptionsId: network.idOf('dopt', 'default'),
    instanceTenancy: vpc.tenancy,
    isDefault: vpc.isDefault,
    blockPublicAccessStates: { internetGatewayBlockMode: 'off' },
  };
}

function ipv6Set({ ipv6 }: Vpc, state: string, region = ''): XmlElements {
  return { item: ipv6.map((each) => vpcIpv6Elements(each, each.isGone ? 'disassociated' : state, region)) };
}
