export type { InstanceTypeInfo } from '@aws-sdk/client-ec2';
export type { CallSettings } from './call.ts';
export { createEc2Client } from './client.ts';
export type { DescribeInstancesQuery } from './describe-instances.ts';
export { type CallOptions, createEc2, type Ec2, type Ec2Region, type Ec2Settings } from './ec2.ts';
export type { Ec2ErrorCode } from './errors.ts';
export type { Ec2Filter } from './filters.ts';
export type * from './instance.ts';
export {
  createEc2Limiters,
  DEFAULT_SHARE,
  EC2_BUCKETS,
  type Ec2Bucket,
  type Ec2Limiter,
  type Ec2LimiterSettings,
} from './limiters.ts';
