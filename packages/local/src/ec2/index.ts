export { createEc2, type Ec2Options } from './ec2.ts';
export {
  createNetworkFacts,
  createNetworkStore,
  createServiceInterfaces,
  type NetworkDelays,
  type NetworkQuotas,
  type NetworkStore,
  type ServiceInterfaceRequest,
  type ServiceInterfaces,
} from './network/index.ts';
export { createInstanceStates, type InstanceDelays, type InstanceStates } from './instance-states.ts';
export { documentedBucketRates, type Ec2BucketRates } from './request-buckets.ts';
