export {
  MAX_RANGE_LENGTH,
  MIN_RANGE_LENGTH,
  rangeAdvice,
  rangeProblem,
  secondaryPools,
  secondaryProblem,
} from './range-rules.ts';
export {
  LOAD_BALANCER_ADDRESSES,
  LOAD_BALANCER_MAX_LENGTH,
  RESERVED_ADDRESSES,
  ipv6Number,
  ipv6Subnet,
  usableAddresses,
} from './subnet-rules.ts';
