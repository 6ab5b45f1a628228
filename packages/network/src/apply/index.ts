export type { NetworkCalls } from './network-calls.ts';
export { createNetworkExecutor, itemsOf, type NetworkExecutorOptions } from './network-executor.ts';
export { interruptionsOf, labelOf, NETWORK_PLAN, networkOf, planDocument } from './plan-document.ts';
export { appliedOutcomes, checkedOutcomes, inOrder, type NetworkOutcome } from './outcomes.ts';
export { CHANGE_TAG, KEY_TAG } from './tags.ts';
