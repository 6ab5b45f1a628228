import { randomBytes } from 'node:crypto';
import type { Organization } from '../account/index.ts';
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

/** A network interface that a service makes and manages in the subnet of an account. */
export interface ServiceInterfaceRequest {
  /** `amazon-elb` */
  readonly owner: string;
  /** `ELB app/web/50dc6c495c0c9188` */
  readonly description: string;
  /** The id of the subnet. */
  readonly subnet: string;
  /** Ids of security groups. */
  readonly groups: readonly string[];
  /** Of a network load balancer: `network_load_balancer`; default: `interface`. */
  readonly type?: string;
  readonly isPublic?: boolean;
  readonly hasIpv6?: boolean;
}

/** The network interfaces of services. */
export interface ServiceInterfaces {
  /** @throws AwsError of EC2 */
  create(scope: AccountRegion, request: ServiceInterfaceRequest): { readonly id: string };
  /** It holds its subnet and its groups for `lingerMs` more. */
  remove(scope: AccountRegion, id: string, lingerMs: number): void;
  setGroups(scope: AccountRegion, id: string, groups: readonly string[]): void;
}

/** Network interfaces that only their services know. */
export function createUnseenInterfaces(): ServiceInterfaces {
  return {
    create: () => ({ id: `eni-0${randomBytes(8).toString('hex')}` }),
    remove() {},
    setGroups() {},
  };
}

/** The networks that the account file describes, or that its instances are in. */
export function createDescribedNetwork(
  organization: Organization,
  stateOf: (scope: AccountRegion, position: number) => string,
): BalancerNetwork {
  const detailsOf = (
    { accountId, region }: AccountRegion,
    kind: 'subnet' | 'security-group' | 'vpc' | 'elastic-ip',
    id: string,
  ) => {
    const table = organization.resources(accountId, region)[kind];
    const position = table.positionOf(id);
    return position === undefined ? undefined : table.at(position);
  };
  return {
    subnet(scope, id) {
      const details = detailsOf(scope, 'subnet', id);
      return details && { vpcId: details.parents.vpc ?? '', zone: details.zone };
    },
    securityGroup(scope, id) {
      const details = detailsOf(scope, 'security-group', id);
      return details && { vpcId: details.parents.vpc };
    },
    defaultGroup({ accountId, region }, vpcId) {
      const table = organization.resources(accountId, region)['security-group'];
      for (let position = 0; position < table.size; position += 1) {
        const { id, groupName, parents } = table.at(position) ?? {};
        if (groupName === 'default' && parents?.vpc === vpcId) return id;
      }
      return undefined;
    },
    vpc(scope, id) {
      if (!detailsOf(scope, 'vpc', id)) return undefined;
      const gateways = organization.resources(scope.accountId, scope.region)['internet-gateway'];
      // Who describes none describes no networks: nothing can be concluded of it.
      if (gateways.size === 0) return { hasInternetGateway: undefined };
      const positions = Array.from({ length: gateways.size }, (_, position) => position);
      return { hasInternetGateway: positions.some((one) => gateways.at(one)?.parents.vpc === id) };
    },
    instance(scope, id) {
      const instances = organization.instances(scope.accountId, scope.region);
      const position = instances.positionOf(id);
      if (position === undefined) return undefined;
      const { network, zone } = instances.at(position);
      return { vpcId: network?.vpcId, zone, state: stateOf(scope, position) };
    },
    hasAllocation: (scope, id) => detailsOf(scope, 'elastic-ip', id) !== undefined,
  };
}
