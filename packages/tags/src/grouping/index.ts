export { findGroups } from './find-groups.ts';
export { type FoundGroup, MARKER_KEY } from './group.ts';
export { createGroupExecutor, type GroupExecutorDeps } from './group-executor.ts';
export { groupName } from './group-name.ts';
export { type PlanGroupsOptions, planGroups } from './plan-groups.ts';
