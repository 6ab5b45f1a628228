import type { Organization } from '../../account/index.ts';
import type { Ec2Location } from '../arns.ts';
import type { NetworkStore } from './network-store.ts';
import { freeAddresses } from './private-addresses.ts';
import { openRegionNetwork, type RegionNetwork } from './region-network.ts';

/** What other services ask about networks, described and made ones. `undefined`: there is none, or it is not found yet. */
export interface NetworkFacts {
  subnet(
    location: Ec2Location,
    id: string,
  ):
    | {
        readonly vpcId: string;
        /** `us-east-1a` */
        readonly zone: string;
        /** Not known of a described one, as the next. */
        readonly freeAddresses?: number;
        readonly hasIpv6?: boolean;
      }
    | undefined;
  securityGroup(location: Ec2Location, id: string): { readonly vpcId: string | undefined } | undefined;
  /** The id of the group of a VPC that is named `default`. */
  defaultGroup(location: Ec2Location, vpcId: string): string | undefined;
  /** `hasInternetGateway` is not known of a described VPC in a region that describes no internet gateway. */
  vpc(location: Ec2Location, id: string): { readonly hasInternetGateway: boolean | undefined } | undefined;
  /** Whether an address is allocated. */
  hasAllocation(location: Ec2Location, id: string): boolean;
}

export function createNetworkFacts(options: {
  readonly store: NetworkStore;
  readonly organization: Organization;
  readonly now: () => number;
}): NetworkFacts {
  const { store, organization, now } = options;
  const open = ({ accountId, region }: Ec2Location): RegionNetwork =>
    openRegionNetwork(store, { accountId, region }, organization.resources(accountId, region), now());

  return {
    subnet(location, id) {
      const network = open(location);
      const subnet = network.find('subnet', id);
      if (!subnet) return undefined;
      const { vpcId, zone } = subnet;
      if (network.isDescribed('subnet', id)) return { vpcId, zone };
      const hasIpv6 = subnet.ipv6.some(({ isGone }) => !isGone);
      return { vpcId, zone, freeAddresses: freeAddresses(subnet, network), hasIpv6 };
    },
    securityGroup(location, id) {
      const group = open(location).find('security-group', id);
      return group && { vpcId: group.vpcId === '' ? undefined : group.vpcId };
    },
    defaultGroup: (location, vpcId) =>
      open(location)
        .found('security-group')
        .find((group) => group.name === 'default' && group.vpcId === vpcId)?.id,
    vpc(location, id) {
      const network = open(location);
      if (!network.find('vpc', id)) return undefined;
      const gateways = network.all('internet-gateway');
      if (gateways.length === 0 && network.isDescribed('vpc', id)) return { hasInternetGateway: undefined };
      return { hasInternetGateway: gateways.some(({ vpcId }) => vpcId === id) };
    },
    hasAllocation: (location, id) => open(location).find('elastic-ip', id) !== undefined,
  };
}
