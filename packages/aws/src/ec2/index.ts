export type { InstanceTypeInfo } from '@aws-sdk/client-ec2';
export { createEc2Client } from './client.ts';
export type { DescribeInstancesQuery } from './describe-instances.ts';
export { createEc2Networks, type Ec2Networks } from './describe-network.ts';
export { createEc2, type Ec2 } from './ec2.ts';
export type { Ec2Details, Ec2Image, Ec2InstanceStatus } from './ec2-details.ts';
export { createEc2Instances, type Ec2Instances, type Ec2Region } from './ec2-instances.ts';
export { createEc2Power, type Ec2Power, MAX_IDS_PER_POWER_CALL, type SpotRequestType } from './ec2-power.ts';
export type {
  Filter,
  IpPermission,
  NetworkInterface,
  ResourceType,
  Route,
  SecurityGroupRule,
  TagSpecification,
} from '@aws-sdk/client-ec2';
export { createEc2NetworkCalls, type Ec2NetworkCalls } from './network-changes.ts';
export type { Ec2ErrorCode } from './errors.ts';
export type { Ec2Filter } from './filters.ts';
export type * from './instance.ts';
export {
  createEc2Limiters,
  DEFAULT_SHARE,
  type Ec2Bucket,
  type Ec2Limiter,
  type Ec2LimiterSettings,
  ec2Buckets,
} from './limiters.ts';
export { type NetworkListName, networkLists } from './network-lists.ts';
export type { Ec2Interface, Ec2Network } from './networks.ts';
export type { Ec2Settings } from './settings.ts';
