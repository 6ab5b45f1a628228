export { createElbClient } from './client.ts';
export { createElbBalancers, type ElbAnswer, type ElbBalancers } from './describe-balancers.ts';
export { createElbLimiters, type ElbBucket, type ElbLimiter } from './limiters.ts';
export type { ElbSettings } from './settings.ts';
