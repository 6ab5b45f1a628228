import type { RegionResources, ResourceDetails } from '../../account/index.ts';
import { createValueGenerator } from '../../account/value-generator.ts';
import type { Ec2Location } from '../arns.ts';
import { addressesOf, groupsOf, statusOf } from '../resource-facts.ts';
import type { NetworkResource } from './network-resources.ts';

/**
 * A described resource as a network resource that calls can change, with what its description has of it: routes and rules are not in it.
 * `undefined`: not a resource of a network, or one that is incomplete.
 */
export function describedNetworkResource(
  details: ResourceDetails,
  described: RegionResources,
  location: Ec2Location,
): NetworkResource | undefined {
  const { id, tags, parents, entry, cidr = '' } = details;
  const base = { id, serial: -1, createdMs: Date.parse(details.createdAt), tags };
  const idOf = (prefix: string) =>
    `${prefix}-0${createValueGenerator(location.accountId, location.region, prefix, id).hex(0, 16)}`;
  const { vpc: vpcId = '' } = parents;
  switch (details.kind) {
    case 'vpc':
      return {
        ...base,
        kind: 'vpc',
        cidrs: [{ id: idOf('vpc-cidr-assoc'), cidr }],
        ipv6: [],
        dnsSupport: true,
        dnsHostnames: entry.isDefault ?? false,
        usageMetrics: false,
        tenancy: 'default',
        isDefault: entry.isDefault ?? false,
      };
    case 'subnet':
      return {
        ...base,
        kind: 'subnet',
        vpcId,
        cidr,
        ipv6: [],
        zone: details.zone,
        publicAddresses: false,
        ipv6Addresses: false,
        dns64: false,
        hostnameType: 'ip-name',
        dnsA: false,
        dnsAaaa: false,
      };
    case 'internet-gateway':
      return { ...base, kind: 'internet-gateway', ...(parents.vpc !== undefined && { vpcId }) };
    case 'elastic-ip': {
      const interfaceId = parents['network-interface'];
      return {
        ...base,
        kind: 'elastic-ip',
        publicIp:
          entry.publicIp ?? details.instance?.network?.publicIps[0] ?? `203.0.113.${details.position % 256}`,
        ...(interfaceId !== undefined && {
          association: {
            id: `eipassoc-${details.hex}`,
            interfaceId,
            privateIp: details.instance?.network?.privateIps[0] ?? '',
            ...(parents.instance !== undefined && { instanceId: parents.instance }),
          },
        }),
      };
    }
    case 'natgateway': {
      const state = statusOf(details);
      return {
        ...base,
        kind: 'natgateway',
        vpcId,
        ...(parents.subnet !== undefined && { subnetId: parents.subnet }),
        isRegional: false,
        isPublic: entry.connectivity !== 'private',
        addresses: [],
        readyMs: base.createdMs,
        ...(state === 'failed' && { failure: { code: 'InternalError', message: 'It has failed' } }),
        ...((state === 'deleted' || state === 'deleting') && {
          deleting: { sinceMs: base.createdMs, untilMs: base.createdMs },
        }),
      };
    }
    case 'route-table':
      return {
        ...base,
        kind: 'route-table',
        vpcId,
        routes: [],
        // A description does not have which one is the main one: the first.
        associations: isFirstOfVpc(details, described) ? [{ id: idOf('rtbassoc') }] : [],
      };
    case 'security-group':
      return {
        ...base,
        kind: 'security-group',
        vpcId,
        name: details.groupName ?? id,
        description: entry.description ?? details.groupName ?? '',
        rules: [],
      };
    case 'network-interface': {
      const { privateIps, publicIps, ipv6 } = addressesOf(details);
      return {
        ...base,
        kind: 'network-interface',
        vpcId,
        subnetId: parents.subnet ?? '',
        groups: groupsOf(details).map((group) => group.id),
        privateIp: privateIps[0] ?? '',
        ...(ipv6[0] !== undefined && { ipv6: ipv6[0] }),
        description: entry.description ?? '',
        type: entry.interfaceType ?? 'interface',
        isInUse: statusOf(details) === 'in-use',
        ...(parents.instance !== undefined && { instanceId: parents.instance }),
        ...(publicIps[0] !== undefined && { publicIp: publicIps[0] }),
      };
    }
    default:
      return undefined;
  }
}

function isFirstOfVpc({ id, parents }: ResourceDetails, described: RegionResources): boolean {
  const table = described['route-table'];
  for (let position = 0; position < table.size; position++) {
    const other = table.at(position);
    if (other && other.parents.vpc === parents.vpc) return other.id === id;
  }
  return false;
}
