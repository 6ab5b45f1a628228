export { type Item, type ItemKind, type PropValue, refsOf } from './item.ts';
export { type Identity, type Interruption, interruptions, type KindRule, kindRules } from './kinds.ts';
export { defaultQuotas, emptyState, type NetworkState, type Quotas, vpcOf } from './network-state.ts';
export type { NetworkChange, NetworkPlan } from './network-change.ts';
export { planNetwork } from './plan-network.ts';
export { readState, STATE_FORMAT, stateText } from './read-state.ts';
export { hourlyPrice, PRICES_OF } from './prices.ts';
export { applyChange, SimulatedRefusal, undoOf } from './simulate-changes.ts';
export { wantedItems } from './wanted-items.ts';
