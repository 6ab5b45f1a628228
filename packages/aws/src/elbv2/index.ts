export { createElbClient } from './client.ts';
export type { Listener, LoadBalancer, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
export { createElbCalls, type ElbCalls } from './balancer-changes.ts';
export { createElbBalancers, type ElbBalancers } from './describe-balancers.ts';
export { createElbLimiters, type ElbBucket, type ElbLimiter } from './limiters.ts';
export type { ElbSettings } from './settings.ts';
