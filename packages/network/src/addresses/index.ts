export type {
  AddressFinding,
  AddressPlan,
  ExistingSubnet,
  ExistingVpc,
  Origin,
  PlannedRange,
  PlannedSubnet,
  Surroundings,
  Unused,
} from './address-plan.ts';
export { pinsOf } from './pins-of.ts';
export { KEY_TAG, NETWORK_TAG, readSurroundings, TIER_TAG } from './read-surroundings.ts';
export { planAddresses } from './plan-addresses.ts';
