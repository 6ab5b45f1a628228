export { createElbClient } from './client.ts';
export { createElbCalls, type ElbCalls } from './balancer-changes.ts';
export { createElbLimiters, type ElbBucket, type ElbLimiter } from './limiters.ts';
export type { ElbSettings } from './settings.ts';
