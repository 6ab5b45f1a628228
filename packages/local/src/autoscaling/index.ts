export { createAutoScaling } from './autoscaling.ts';
export { groupInstances } from './group-instances.ts';
export type { GroupInstances } from './groups.ts';
