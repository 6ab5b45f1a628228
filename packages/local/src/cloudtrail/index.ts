export { createCloudTrail } from './cloudtrail.ts';
export { createTrail, type Trail } from './trail.ts';
