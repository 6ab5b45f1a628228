import { type Cidr, sizeOf } from '../cidr/index.ts';

/** The first four addresses of a subnet and its last one: "Subnet CIDR blocks", Amazon VPC guide. */
export const RESERVED_ADDRESSES = 5;

/**
 * A load balancer's subnet is a /27 at least, with eight free addresses ("Application Load Balancers", subnets for your load
 * balancer).
 */
export const LOAD_BALANCER_MAX_LENGTH = 27;
export const LOAD_BALANCER_ADDRESSES = 8;

/** How many addresses of a subnet a resource can have. */
export function usableAddresses(subnet: Cidr): number {
  return Number(sizeOf(subnet)) - RESERVED_ADDRESSES;
}

/** The /64 of a subnet: the one with this number in the /56 that AWS gives a VPC. */
export function ipv6Subnet(vpc: Pick<Cidr, 'first'>, number: number): Cidr {
  return { family: 6, first: vpc.first + (BigInt(number) << 64n), length: 64 };
}

/** The number that the /64 of a subnet has in the /56 of its VPC. */
export function ipv6Number(vpc: Cidr, subnet: Cidr): number {
  return Number((subnet.first - vpc.first) >> 64n);
}
