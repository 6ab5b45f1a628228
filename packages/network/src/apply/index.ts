export { laterNote, refuseLaterResources } from './later-resources.ts';
export type { NetworkCalls } from './network-calls.ts';
export {
  createNetworkExecutor,
  itemsOf,
  type NetworkExecutor,
  type NetworkExecutorOptions,
} from './network-executor.ts';
export { interruptionsOf, labelOf, NETWORK_PLAN, networkOf, planDocument } from './plan-document.ts';
export { appliedOutcomes, checkedOutcomes, inOrder, type NetworkOutcome } from './outcomes.ts';
export { refuseImpossible, refuseInterruptions, unnamedInterruptions } from './refusals.ts';
