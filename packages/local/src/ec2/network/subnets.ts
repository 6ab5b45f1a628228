import type { Form } from '../../form.ts';
import { writeXml, type XmlElements } from '../../xml.ts';
import { invalidCombination, invalidParameter } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { contains, formatCidr, overlaps, parseCidr } from './cidr.ts';
import { limitExceeded, hasDependencies, invalidValue, refused } from './network-errors.ts';
import { newResource, required, SUCCESS, tagElements } from './making.ts';
import { freeAddresses } from './private-addresses.ts';
import type { RegionNetwork } from './region-network.ts';
import type { CidrAssociation, Subnet, Vpc } from './network-resources.ts';
import { zoneIdOf, zonesOf } from './zones.ts';

const MIN_LENGTH = 16;
const MAX_LENGTH = 28;
const IPV6_LENGTH = 64;

/** @throws AwsError `InvalidSubnet.Range`, `InvalidSubnet.Conflict`, `SubnetLimitExceeded` and others */
export function createSubnet(form: Form, context: RequestContext): string {
  const { network, networkSettings } = context;
  const vpc = network.get('vpc', required(form, 'VpcId'));
  const siblings = network.all('subnet').filter(({ vpcId }) => vpcId === vpc.id);
  const cidr = freeCidr(required(form, 'CidrBlock'), vpc, siblings);
  const zone = zoneOf(form, siblings, network);
  const written = form.text('Ipv6CidrBlock');
  const ipv6 = written === undefined ? undefined : freeIpv6(written, vpc, siblings);
  if (siblings.length >= networkSettings.quotas.subnetsPerVpc)
    throw limitExceeded('SubnetLimitExceeded', 'subnets');
  const made = newResource('subnet', form, context);
  const subnet: Subnet = {
    ...made,
    vpcId: vpc.id,
    cidr,
    ipv6: ipv6 === undefined ? [] : [{ id: network.idOf('subnet-cidr-assoc', made.id), cidr: ipv6 }],
    zone,
    publicAddresses: false,
    ipv6Addresses: false,
    dns64: false,
    hostnameType: 'ip-name',
    dnsA: false,
    dnsAaaa: false,
  };
  const acl = network.all('network-acl').find(({ vpcId, isDefault }) => vpcId === vpc.id && isDefault);
  const added = { id: network.idOf('aclassoc', subnet.id), subnetId: subnet.id };
  network.commit(
    { put: subnet },
    ...(acl ? [{ put: { ...acl, associations: [...acl.associations, added] } }] : []),
  );
  const tagSet = tagElements(subnet.tags);
  return writeXml({ subnet: { ...subnetElements(subnet, network), state: 'available', tagSet } });
}

/** @throws AwsError `InvalidParameterValue`, `InvalidSubnet.Range`, `InvalidSubnet.Conflict` */
function freeCidr(written: string, vpc: Vpc, siblings: readonly Subnet[]): string {
  const range = parseCidr(written);
  if (range?.family !== 4) throw invalidValue(written, 'cidrBlock', 'This is not a valid CIDR block.');
  const isWithin = vpc.cidrs.some(({ cidr }) => contains(parseCidr(cidr)!, range));
  if (!isWithin || range.length < MIN_LENGTH || range.length > MAX_LENGTH)
    throw refused('InvalidSubnet.Range', `The CIDR '${written}' is invalid.`);
  if (siblings.some(({ cidr }) => overlaps(parseCidr(cidr)!, range))) throw conflict(written);
  return formatCidr(range);
}

const conflict = (cidr: string) =>
  refused('InvalidSubnet.Conflict', `The CIDR '${cidr}' conflicts with another subnet`);

/** @throws AwsError `InvalidParameterValue`, `InvalidSubnet.Range`, `InvalidSubnet.Conflict` */
function freeIpv6(written: string, vpc: Vpc, siblings: readonly Subnet[]): string {
  const range = parseCidr(written);
  if (range?.family !== 6)
    throw invalidValue(written, 'ipv6CidrBlock', 'This is not a valid IPv6 CIDR block.');
  const isWithin = vpc.ipv6.some(({ cidr, isGone }) => !isGone && contains(parseCidr(cidr)!, range));
  if (!isWithin || range.length !== IPV6_LENGTH)
    throw refused('InvalidSubnet.Range', `The CIDR '${written}' is invalid.`);
  const taken = siblings.flatMap(({ ipv6 }) => ipv6.filter(({ isGone }) => !isGone));
  if (taken.some(({ cidr }) => overlaps(parseCidr(cidr)!, range))) throw conflict(written);
  return formatCidr(range);
}

/** The zone of the request, by name or id; without one, a zone with the fewest subnets. @throws AwsError */
function zoneOf(form: Form, siblings: readonly Subnet[], network: RegionNetwork): string {
  const name = form.text('AvailabilityZone');
  const id = form.text('AvailabilityZoneId');
  const zones = zonesOf(network);
  if (name !== undefined && id !== undefined) {
    throw invalidCombination(
      'The parameter availabilityZone cannot be used with the parameter availabilityZoneId',
    );
  }
  if (name === undefined && id === undefined) {
    const count = (zone: string) => siblings.filter((each) => each.zone === zone).length;
    return zones.toSorted((one, other) => count(one.name) - count(other.name))[0]!.name;
  }
  const found = zones.find((zone) => (name === undefined ? zone.id === id : zone.name === name));
  if (found) return found.name;
  const known = zones.map((zone) => (name === undefined ? zone.id : zone.name)).join(', ');
  throw invalidValue(
    name ?? id ?? '',
    name === undefined ? 'availabilityZoneId' : 'availabilityZone',
    `Subnets can currently only be created in the following availability zones: ${known}.`,
  );
}

/** Removes a subnet in which nothing has an interface, with its associations. @throws AwsError `DependencyViolation` */
export function deleteSubnet(form: Form, { network }: RequestContext): string {
  const { id } = network.get('subnet', required(form, 'SubnetId'));
  const isUsed =
    network.all('network-interface').some(({ subnetId }) => subnetId === id) ||
    (network.isDescribed('subnet', id) && hasDescribedInterface(id, network));
  if (isUsed) throw hasDependencies('subnet', id);
  const others = [...network.all('route-table'), ...network.all('network-acl')].flatMap((resource) => {
    const associations = resource.associations.filter(({ subnetId }) => subnetId !== id);
    if (associations.length === resource.associations.length) return [];
    return [
      {
        put:
          resource.kind === 'route-table'
            ? { ...resource, associations }
            : { ...resource, associations: associations as typeof resource.associations },
      },
    ];
  });
  network.commit(...others, { remove: id });
  return SUCCESS;
}

function hasDescribedInterface(subnetId: string, network: RegionNetwork): boolean {
  for (const { parents } of network.describedInterfaces()) if (parents.subnet === subnetId) return true;
  return false;
}

const flags = {
  MapPublicIpOnLaunch: 'publicAddresses',
  AssignIpv6AddressOnCreation: 'ipv6Addresses',
  EnableDns64: 'dns64',
  EnableResourceNameDnsARecordOnLaunch: 'dnsA',
  EnableResourceNameDnsAAAARecordOnLaunch: 'dnsAaaa',
} as const;

/** Changes one attribute: "ModifySubnetAttribute" of the EC2 API reference. @throws AwsError */
export function modifySubnetAttribute(form: Form, { network }: RequestContext): string {
  const subnet = network.get('subnet', required(form, 'SubnetId'));
  const written: [string, boolean | string][] = Object.entries(flags).flatMap(([name, field]) => {
    const value = form.text(`${name}.Value`);
    return value === undefined ? [] : [[field, value === 'true']];
  });
  const hostnameType = form.text('PrivateDnsHostnameTypeOnLaunch');
  if (hostnameType !== undefined) {
    if (hostnameType !== 'ip-name' && hostnameType !== 'resource-name')
      throw invalidValue(hostnameType, 'privateDnsHostnameTypeOnLaunch', 'Unknown hostname type.');
    written.push(['hostnameType', hostnameType]);
  }
  if (written.length > 1) throw invalidCombination('Fields for multiple attribute types specified');
  if (written.length === 0) throw invalidCombination('No attributes specified.');
  const next: Subnet = { ...subnet, ...Object.fromEntries(written) };
  if (next.ipv6Addresses && !subnet.ipv6Addresses && !next.ipv6.some(({ isGone }) => !isGone)) {
    throw invalidParameter(
      `Invalid value 'true' for assignIpv6AddressOnCreation. Subnet must be associated with an IPv6 CIDR block.`,
    );
  }
  network.commit({ put: next });
  return SUCCESS;
}

/** @throws AwsError */
export function associateSubnetCidrBlock(form: Form, { network }: RequestContext): string {
  const subnet = network.get('subnet', required(form, 'SubnetId'));
  const written = required(form, 'Ipv6CidrBlock');
  const siblings = network.all('subnet').filter(({ vpcId }) => vpcId === subnet.vpcId);
  const cidr = freeIpv6(written, network.get('vpc', subnet.vpcId), siblings);
  // The limit is documented, EC2's code beyond it is not.
  if (subnet.ipv6.some(({ isGone }) => !isGone))
    throw refused('SubnetCidrBlockLimitExceeded', `The subnet ${subnet.id} has an IPv6 CIDR block already.`);
  const added = { id: network.idOf('subnet-cidr-assoc', `${subnet.id} ${subnet.ipv6.length}`), cidr };
  network.commit({ put: { ...subnet, ipv6: [...subnet.ipv6, added] } });
  return writeXml({
    subnetId: subnet.id,
    ipv6CidrBlockAssociation: subnetIpv6Elements(added, 'associating'),
  });
}

/** @throws AwsError */
export function disassociateSubnetCidrBlock(form: Form, { network }: RequestContext): string {
  const id = required(form, 'AssociationId');
  const subnet = network
    .found('subnet')
    .find(({ ipv6 }) => ipv6.some((each) => each.id === id && !each.isGone));
  const removed = subnet?.ipv6.find((each) => each.id === id);
  if (!subnet || !removed) {
    throw refused(
      'InvalidSubnetCidrBlockAssociationID.NotFound',
      `The subnet CIDR block with association ID '${id}' does not exist`,
    );
  }
  const inUse = (why: string) =>
    refused(
      'InvalidCidrBlock.InUse',
      `The subnet IPv6 CIDR block with association ID ${id} may not be disassociated, because ${why}.`,
    );
  if (subnet.ipv6Addresses) throw inUse('its subnet has assign-ipv6-address-on-creation set to true');
  if (network.all('network-interface').some((each) => each.subnetId === subnet.id && each.ipv6 !== undefined))
    throw inUse('network interfaces have addresses of it');
  const ipv6 = subnet.ipv6.map((each) => (each === removed ? { ...each, isGone: true as const } : each));
  network.commit({ put: { ...subnet, ipv6 } });
  return writeXml({
    subnetId: subnet.id,
    ipv6CidrBlockAssociation: subnetIpv6Elements(removed, 'disassociating'),
  });
}

/** The elements of a subnet, except its tags. */
export function subnetElements(subnet: Subnet, network: RegionNetwork): XmlElements {
  return {
    subnetId: subnet.id,
    subnetArn: `arn:aws:ec2:${network.region}:${network.accountId}:subnet/${subnet.id}`,
    state: 'available',
    ownerId: network.accountId,
    vpcId: subnet.vpcId,
    cidrBlock: subnet.cidr,
    ipv6CidrBlockAssociationSet: {
      item: subnet.ipv6.map((each) => subnetIpv6Elements(each, each.isGone ? 'disassociated' : 'associated')),
    },
    availableIpAddressCount: freeAddresses(subnet, network),
    availabilityZone: subnet.zone,
    availabilityZoneId: zoneIdOf(subnet.zone, network),
    defaultForAz: false,
    mapPublicIpOnLaunch: subnet.publicAddresses,
    mapCustomerOwnedIpOnLaunch: false,
    assignIpv6AddressOnCreation: subnet.ipv6Addresses,
    enableDns64: subnet.dns64,
    ipv6Native: false,
    privateDnsNameOptionsOnLaunch: {
      hostnameType: subnet.hostnameType,
      enableResourceNameDnsARecord: subnet.dnsA,
      enableResourceNameDnsAAAARecord: subnet.dnsAaaa,
    },
    blockPublicAccessStates: { internetGatewayBlockMode: 'off' },
  };
}

function subnetIpv6Elements({ id, cidr }: CidrAssociation, state: string): XmlElements {
  return {
    associationId: id,
    ipv6CidrBlock: cidr,
    ipv6CidrBlockState: { state },
    ipv6AddressAttribute: 'public',
    ipSource: 'amazon',
  };
}
