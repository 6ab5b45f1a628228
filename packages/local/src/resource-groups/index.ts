export { createResourceGroups } from './resource-groups.ts';
