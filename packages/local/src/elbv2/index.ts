export type { LoadBalancerDelays, TargetCheck, TargetRule } from './context.ts';
export { createLoadBalancing, type LoadBalancingOptions } from './elbv2.ts';
export { balancerZoneSuffix } from './hosted-zone-ids.ts';
export {
  type BalancerInstance,
  type BalancerNetwork,
  type BalancerSubnet,
  createInstanceFacts,
  type ServiceInterfaces,
} from './network.ts';
