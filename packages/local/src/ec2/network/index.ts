export { createNetworkFacts, type NetworkFacts } from './network-facts.ts';
export { createNetworkStore, type NetworkStore } from './network-store.ts';
export {
  defaultNetworkQuotas,
  type NetworkDelays,
  type NetworkFaults,
  type NetworkQuotas,
} from './options.ts';
export {
  createServiceInterfaces,
  type ServiceInterface,
  type ServiceInterfaceRequest,
  type ServiceInterfaces,
} from './service-interfaces.ts';
export type { RegionNetwork } from './region-network.ts';
