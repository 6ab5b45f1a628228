export { fromInstance } from './from-instance.ts';
export { readResources, type ReadResourcesDeps, type UnreadRegion } from './read-resources.ts';
export type { ScheduledResource } from './scheduled-resource.ts';
