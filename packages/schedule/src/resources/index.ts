export { fromDbCluster, fromDbInstance, settledStatus } from './from-database.ts';
export { fromGroup } from './from-group.ts';
export { fromInstance } from './from-instance.ts';
export { parseSizes, SIZES_TAG, sizesText, stoppedSizes, usableSizes } from './group-sizes.ts';
export { readResources, type ReadResourcesDeps, unreadPlace, type UnreadRegion } from './read-resources.ts';
export { scheduledTypeOf } from './snapshot-types.ts';
export { type ScheduledResource, type ScheduledType, scheduledTypes } from './scheduled-resource.ts';
