export { createElbClient } from './client.ts';
export { createElbLimiters, type ElbBucket, type ElbLimiter } from './limiters.ts';
export type { ElbSettings } from './settings.ts';
