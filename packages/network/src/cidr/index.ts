export { type Address, bitsOf, formatAddress, parseAddress } from './address.ts';
export {
  type Cidr,
  cidr,
  cidrOf,
  compareCidrs,
  contains,
  containsAddress,
  equals,
  formatCidr,
  halves,
  hostCidr,
  lastOf,
  overlaps,
  parseCidr,
  sizeOf,
  split,
} from './cidr.ts';
export { bestFit, freeRanges, subtract } from './free-ranges.ts';
