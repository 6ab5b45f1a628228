import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/** A client of Elastic Load Balancing (version 2015-12-01) in one region. It never retries: the wrappers do. */
export function createElbClient(settings: ConnectionSettings = {}): ElasticLoadBalancingV2Client {
  return refuseForeignAnswers(new ElasticLoadBalancingV2Client(serviceConfig('elbv2', settings)));
}
