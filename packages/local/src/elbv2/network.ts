import type { Organization } from '../account/index.ts';
import type { ServiceInterfaceRequest } from '../ec2/index.ts';
import type { AccountRegion } from '../resource-registry/index.ts';

/** What load balancers ask EC2. `undefined` of a fact: it is not known. */
export interface BalancerNetwork {
  subnet(scope: AccountRegion, id: string): BalancerSubnet | undefined;
  securityGroup(scope: AccountRegion, id: string): { readonly vpcId: string | undefined } | undefined;
  /** The group of a VPC that is named `default`. */
  defaultGroup(scope: AccountRegion, vpcId: string): string | undefined;
  vpc(scope: AccountRegion, id: string): { readonly hasInternetGateway: boolean | undefined } | undefined;
  instance(scope: AccountRegion, id: string): BalancerInstance | undefined;
  hasAllocation(scope: AccountRegion, id: string): boolean;
}

export interface BalancerSubnet {
  readonly vpcId: string;
  /** `us-east-1a` */
  readonly zone: string;
  readonly freeAddresses?: number;
  readonly hasIpv6?: boolean;
}

export interface BalancerInstance {
  readonly vpcId: string | undefined;
  readonly zone: string;
  /** `running` */
  readonly state: string;
}

/** The network interfaces of services. */
export interface ServiceInterfaces {
  /** @throws AwsError of EC2 */
  create(scope: AccountRegion, request: ServiceInterfaceRequest): { readonly id: string };
  /** It holds its subnet and its groups for `lingerMs` more. */
  remove(scope: AccountRegion, id: string, lingerMs: number): void;
  /** Gives it an address of its subnet's IPv6 range, or takes it. */
  setIpv6(scope: AccountRegion, id: string, hasIpv6: boolean): void;
  setGroups(scope: AccountRegion, id: string, groups: readonly string[]): void;
}

/** The instances that the account file describes. */
export function createInstanceFacts(
  organization: Organization,
  stateOf: (scope: AccountRegion, position: number) => string,
): Pick<BalancerNetwork, 'instance'> {
  return {
    instance(scope, id) {
      const instances = organization.instances(scope.accountId, scope.region);
      const position = instances.positionOf(id);
      if (position === undefined) return undefined;
      const { network, zone } = instances.at(position);
      return { vpcId: network?.vpcId, zone, state: stateOf(scope, position) };
    },
  };
}
