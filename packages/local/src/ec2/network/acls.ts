import type { Form } from '../../form.ts';
import { writeXml, type XmlElements } from '../../xml.ts';
import { invalidParameter, missingParameter } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { formatCidr, parseCidr } from './cidr.ts';
import { LAST_ENTRY, lastEntries } from './default-rules.ts';
import { byToken, integerOf, newResource, required, SUCCESS, tagElements } from './making.ts';
import { hasDependencies, invalidValue, limitExceeded, refused } from './network-errors.ts';
import type { RegionNetwork } from './region-network.ts';
import type { AclEntry, NetworkAcl } from './network-resources.ts';

/** Makes a network ACL that refuses everything. @throws AwsError */
export function createNetworkAcl(form: Form, context: RequestContext): string {
  const { network, networkSettings } = context;
  const vpcId = required(form, 'VpcId');
  const { before, token } = byToken('network-acl', form, [vpcId], context);
  if (before) return created(before, form, network);
  const vpc = network.get('vpc', vpcId);
  const present = network.all('network-acl').filter((each) => each.vpcId === vpcId);
  if (present.length >= networkSettings.quotas.aclsPerVpc)
    throw limitExceeded('NetworkAclLimitExceeded', 'network ACLs');
  const hasIpv6 = vpc.ipv6.some(({ isGone }) => !isGone);
  const put: NetworkAcl = {
    ...newResource('network-acl', form, context),
    vpcId,
    isDefault: false,
    entries: lastEntries(hasIpv6),
    associations: [],
    ...token,
  };
  network.commit({ put });
  return created(put, form, network);
}

function created(acl: NetworkAcl, form: Form, network: RegionNetwork): string {
  const elements = { ...aclElements(acl, network), tagSet: tagElements(acl.tags) };
  return writeXml({ networkAcl: elements, clientToken: form.text('ClientToken') });
}

/** @throws AwsError `DependencyViolation`, `InvalidParameterValue` for the default one */
export function deleteNetworkAcl(form: Form, { network }: RequestContext): string {
  const { id, isDefault, associations } = network.get('network-acl', required(form, 'NetworkAclId'));
  if (isDefault) throw invalidParameter(`cannot delete default network ACL ${id}`);
  if (associations.length > 0) throw hasDependencies('networkAcl', id);
  network.commit({ remove: id });
  return SUCCESS;
}

/** @throws AwsError `NetworkAclEntryAlreadyExists`, `NetworkAclEntryLimitExceeded` */
export function createNetworkAclEntry(form: Form, { network, networkSettings }: RequestContext): string {
  const acl = network.get('network-acl', required(form, 'NetworkAclId'));
  const entry = readEntry(form);
  if (acl.entries.some((each) => isAt(each, entry)))
    throw refused(
      'NetworkAclEntryAlreadyExists',
      `The network acl entry identified by ${entry.number} already exists.`,
    );
  const alike = acl.entries.filter(
    ({ isEgress, number }) => isEgress === entry.isEgress && number < LAST_ENTRY,
  );
  if (alike.length >= networkSettings.quotas.entriesPerAcl)
    throw limitExceeded('NetworkAclEntryLimitExceeded', 'network ACL entries');
  network.commit({ put: { ...acl, entries: [...acl.entries, entry] } });
  return SUCCESS;
}

/** @throws AwsError `InvalidNetworkAclEntry.NotFound` */
export function replaceNetworkAclEntry(form: Form, { network }: RequestContext): string {
  const acl = network.get('network-acl', required(form, 'NetworkAclId'));
  const entry = readEntry(form);
  const present = namedEntry(acl, entry);
  network.commit({ put: { ...acl, entries: acl.entries.map((each) => (each === present ? entry : each)) } });
  return SUCCESS;
}

/** @throws AwsError `InvalidNetworkAclEntry.NotFound` */
export function deleteNetworkAclEntry(form: Form, { network }: RequestContext): string {
  const acl = network.get('network-acl', required(form, 'NetworkAclId'));
  const present = namedEntry(acl, placeOf(form));
  network.commit({ put: { ...acl, entries: acl.entries.filter((each) => each !== present) } });
  return SUCCESS;
}

type Place = Pick<AclEntry, 'number' | 'isEgress'>;

const isAt = (entry: AclEntry, { number, isEgress }: Place) =>
  entry.number === number && entry.isEgress === isEgress;

function namedEntry(acl: NetworkAcl, place: Place): AclEntry {
  const present = acl.entries.find((each) => isAt(each, place));
  if (!present) {
    throw refused(
      'InvalidNetworkAclEntry.NotFound',
      `The network acl entry identified by ${place.number} does not exist`,
    );
  }
  return present;
}

/** @throws AwsError */
function placeOf(form: Form): Place {
  const number = integerOf(form, 'RuleNumber');
  if (number === undefined) throw missingParameter('ruleNumber');
  if (number < 1 || number >= LAST_ENTRY)
    throw invalidValue(String(number), 'ruleNumber', 'From 1 to 32766.');
  return { number, isEgress: required(form, 'Egress') === 'true' };
}

/** @throws AwsError */
function readEntry(form: Form): AclEntry {
  const action = required(form, 'RuleAction');
  if (action !== 'allow' && action !== 'deny') throw invalidValue(action, 'ruleAction', 'Use allow or deny.');
  const protocol = required(form, 'Protocol');
  const names: Readonly<Record<string, string>> = { tcp: '6', udp: '17', icmp: '1', all: '-1' };
  const number = Object.hasOwn(names, protocol) ? names[protocol]! : protocol;
  if (!/^(-1|\d{1,3})$/.test(number)) throw invalidValue(protocol, 'protocol', 'Unknown protocol.');
  const ipv4 = form.text('CidrBlock');
  const ipv6 = form.text('Ipv6CidrBlock');
  const range = parseCidr(ipv4 ?? ipv6 ?? '');
  if (range?.family !== (ipv4 === undefined ? 6 : 4))
    throw invalidValue(ipv4 ?? ipv6 ?? '', 'cidrBlock', 'This is not a valid CIDR block.');
  const [from, to] = [integerOf(form, 'PortRange.From'), integerOf(form, 'PortRange.To')];
  const [type, code] = [integerOf(form, 'Icmp.Type'), integerOf(form, 'Icmp.Code')];
  const hasPorts = number === '6' || number === '17';
  if (hasPorts && (from === undefined || to === undefined)) throw missingParameter('portRange');
  if (number === '1' && (type === undefined || code === undefined))
    throw missingParameter('icmpTypeCode.type');
  return {
    ...placeOf(form),
    protocol: number,
    action,
    ...(range.family === 4 ? { ipv4: formatCidr(range) } : { ipv6: formatCidr(range) }),
    ...(hasPorts && { ports: [from!, to!] as const }),
    ...((number === '1' || number === '58') && { icmp: [type ?? -1, code ?? -1] as const }),
  };
}

/** Moves a subnet to another network ACL. @throws AwsError `InvalidAssociationID.NotFound` */
export function replaceNetworkAclAssociation(form: Form, { network }: RequestContext): string {
  const id = required(form, 'AssociationId');
  const former = network
    .found('network-acl')
    .find(({ associations }) => associations.some((each) => each.id === id));
  if (!former) throw refused('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
  const acl = network.get('network-acl', required(form, 'NetworkAclId'));
  if (acl.vpcId !== former.vpcId)
    throw invalidParameter(`network ACL ${acl.id} and network ACL ${former.id} belong to different networks`);
  const { subnetId } = former.associations.find((each) => each.id === id)!;
  const added = {
    id: network.idOf('aclassoc', `${acl.id} ${subnetId} ${network.next('network-acl').serial}`),
    subnetId,
  };
  if (acl.id === former.id) return writeXml({ newAssociationId: id });
  network.commit(
    { put: { ...former, associations: former.associations.filter((each) => each.id !== id) } },
    { put: { ...acl, associations: [...acl.associations, added] } },
  );
  return writeXml({ newAssociationId: added.id });
}

/** The elements of a network ACL, except its tags. */
export function aclElements(acl: NetworkAcl, network: RegionNetwork): XmlElements {
  return {
    networkAclId: acl.id,
    vpcId: acl.vpcId,
    ownerId: network.accountId,
    default: acl.isDefault,
    entrySet: {
      item: acl.entries.map((entry) => ({
        ruleNumber: entry.number,
        protocol: entry.protocol,
        ruleAction: entry.action,
        egress: entry.isEgress,
        ...(entry.ipv4 !== undefined && { cidrBlock: entry.ipv4 }),
        ...(entry.ipv6 !== undefined && { ipv6CidrBlock: entry.ipv6 }),
        ...(entry.ports && { portRange: { from: entry.ports[0], to: entry.ports[1] } }),
        ...(entry.icmp && { icmpTypeCode: { type: entry.icmp[0], code: entry.icmp[1] } }),
      })),
    },
    associationSet: {
      item: acl.associations.map(({ id, subnetId }) => ({
        networkAclAssociationId: id,
        networkAclId: acl.id,
        subnetId,
      })),
    },
  };
}
