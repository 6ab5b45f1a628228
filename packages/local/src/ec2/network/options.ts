/** How many of each a region of an account may have: "Amazon VPC quotas" and "Elastic IP addresses" of the VPC and EC2 user guides. */
export interface NetworkQuotas {
  readonly vpcs: number;
  readonly subnetsPerVpc: number;
  readonly rangesPerVpc: number;
  readonly internetGateways: number;
  readonly egressOnlyGateways: number;
  readonly addresses: number;
  readonly natGatewaysPerZone: number;
  readonly routeTablesPerVpc: number;
  readonly routesPerTable: number;
  readonly groups: number;
  /** In each direction. */
  readonly rulesPerGroup: number;
  readonly gatewayEndpoints: number;
  readonly aclsPerVpc: number;
  readonly entriesPerAcl: number;
}

/** What an account has without asking for more. */
export const defaultNetworkQuotas: NetworkQuotas = {
  vpcs: 5,
  subnetsPerVpc: 200,
  rangesPerVpc: 5,
  internetGateways: 5,
  egressOnlyGateways: 5,
  addresses: 5,
  natGatewaysPerZone: 5,
  routeTablesPerVpc: 200,
  routesPerTable: 50,
  groups: 2500,
  rulesPerGroup: 60,
  gatewayEndpoints: 20,
  aclsPerVpc: 200,
  entriesPerAcl: 20,
};

/** How long resources take, in milliseconds. */
export interface NetworkDelays {
  /** Until a NAT gateway is available, or has failed; default: 60,000. */
  readonly natPendingMs?: number;
  /** Until a NAT gateway is deleted; default: 45,000. */
  readonly natDeletingMs?: number;
}

/** Faults of the calls about networks. */
export interface NetworkFaults {
  /** How old the networks are that a describe call sees. */
  staleMs(caller: string): number;
  /** How much later what it makes is found. */
  lateMs(caller: string): number;
  /** Whether a NAT gateway that it makes fails. */
  natFails(caller: string): boolean;
  /** How much longer than usual a NAT gateway is pending. */
  natSlowMs(caller: string): number;
  /** How much longer than usual the interfaces of a service stay after it is gone. */
  lingerMs(): number;
}
