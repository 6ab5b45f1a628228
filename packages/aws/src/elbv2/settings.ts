import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CallSettings } from '@groundcrew/aws-core';
import type { ElbBucket } from './limiters.ts';

/** Dependencies of the wrappers of Elastic Load Balancing. */
export interface ElbSettings extends CallSettings<ElbBucket> {
  readonly client: ElasticLoadBalancingV2Client;
}
