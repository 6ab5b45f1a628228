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
