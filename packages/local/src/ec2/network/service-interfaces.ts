import type { Organization } from '../../account/index.ts';
import type { Ec2Location } from '../arns.ts';
import type { NetworkStore } from './network-store.ts';
import type { NetworkFaults } from './options.ts';
import { takeAddress } from './private-addresses.ts';
import { nextPublicAddress } from './public-addresses.ts';
import { openRegionNetwork, type RegionNetwork } from './region-network.ts';
import type { NetworkInterface, Subnet } from './network-resources.ts';

/** A network interface that a service makes and manages in the subnet of an account. */
export interface ServiceInterfaceRequest {
  /** The service, as EC2 has it in `requesterId`: `amazon-elb`. */
  readonly owner: string;
  /** `ELB app/www/0123456789abcdef` */
  readonly description: string;
  /** The id of the subnet. */
  readonly subnet: string;
  /** Ids of security groups. */
  readonly groups: readonly string[];
  /** Default: `interface`; of a network load balancer: `network_load_balancer`. */
  readonly type?: string;
  /** Whether it gets a public address. */
  readonly isPublic?: boolean;
  /** Whether it gets an address of the subnet's IPv6 range, if there is one. */
  readonly hasIpv6?: boolean;
}

export interface ServiceInterface {
  readonly id: string;
  readonly privateIp: string;
  readonly publicIp: string | undefined;
  readonly ipv6: string | undefined;
}

/** What services need of the networks that are made here. */
export interface ServiceInterfaces {
  /** @throws AwsError `InvalidSubnetID.NotFound`, `InvalidGroup.NotFound`, `InsufficientFreeAddressesInSubnet` */
  create(location: Ec2Location, request: ServiceInterfaceRequest): ServiceInterface;
  /**
   * The service is gone: its interface goes after `lingerMs`, or later if a fault wants it. Until then it holds its subnet and its groups.
   * An interface that is gone already is none to remove.
   */
  remove(location: Ec2Location, id: string, lingerMs: number): void;
  /** Gives an interface an address of the subnet's IPv6 range, if there is one, or takes it. One that is gone has none. */
  setIpv6(location: Ec2Location, id: string, hasIpv6: boolean): void;
  /** Replaces the groups of an interface. @throws AwsError `InvalidGroup.NotFound` */
  setGroups(location: Ec2Location, id: string, groups: readonly string[]): void;
}

export function createServiceInterfaces(options: {
  readonly store: NetworkStore;
  readonly organization: Organization;
  readonly now: () => number;
  readonly faults: () => NetworkFaults | undefined;
}): ServiceInterfaces {
  const { store, organization, now, faults } = options;
  const open = (location: Ec2Location) =>
    openRegionNetwork(store, location, organization.resources(location.accountId, location.region), now());

  return {
    create: (location, request) => createServiceInterface(open(location), request),
    remove(location, id, lingerMs) {
      const network = open(location);
      const found = network.made(id);
      if (found?.kind !== 'network-interface' || found.goneMs !== undefined) return;
      const goneMs = now() + lingerMs + (faults()?.lingerMs() ?? 0);
      network.commit(goneMs <= now() ? { remove: id } : { put: { ...found, goneMs } });
    },
    setIpv6(location, id, hasIpv6) {
      const network = open(location);
      const found = network.made(id);
      if (found?.kind !== 'network-interface') return;
      const { ipv6: had, ...rest } = found;
      const ipv6 = hasIpv6 ? (had ?? ipv6Of(network.get('subnet', found.subnetId), found.serial)) : undefined;
      network.commit({ put: { ...rest, ...(ipv6 !== undefined && { ipv6 }) } });
    },
    setGroups(location, id, groups) {
      const network = open(location);
      for (const group of groups) network.get('security-group', group);
      network.commit({ put: { ...network.get('network-interface', id), groups } });
    },
  };
}

/** Of its range, by the number of an interface; `undefined`: it has none. */
function ipv6Of(subnet: Subnet, serial: number): string | undefined {
  const range = subnet.ipv6.find(({ isGone }) => !isGone)?.cidr;
  return range && `${range.slice(0, range.indexOf('::'))}::${(serial + 16).toString(16)}`;
}

/** Makes an interface of a service. @throws AwsError */
function createServiceInterface(network: RegionNetwork, request: ServiceInterfaceRequest): ServiceInterface {
  const { owner, description, groups, type = 'interface', isPublic = false, hasIpv6 = false } = request;
  const subnet = network.get('subnet', request.subnet);
  for (const group of groups) network.get('security-group', group);
  const privateIp = takeAddress(subnet, network);
  const publicIp = isPublic ? nextPublicAddress(network) : undefined;
  const { id, serial } = network.next('network-interface');
  const ipv6 = hasIpv6 ? ipv6Of(subnet, serial) : undefined;
  const put: NetworkInterface = {
    kind: 'network-interface',
    id,
    serial,
    createdMs: network.nowMs,
    tags: {},
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    groups,
    privateIp,
    description,
    type,
    manager: owner,
    isInUse: true,
    ...(ipv6 !== undefined && { ipv6 }),
    ...(publicIp !== undefined && { publicIp }),
  };
  network.commit({ put });
  return { id, privateIp, publicIp, ipv6 };
}
