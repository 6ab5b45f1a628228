export { accessDenied } from './access-errors.ts';
export type { ListedResource } from './described-index.ts';
export type { ListedOther } from './other-resources.ts';
export {
  type CallerContext,
  createResourceRegistry,
  type ResourceRegistry,
  type TagChange,
} from './resource-registry.ts';
export { type AccountRegion, arnOf, serviceOfArn, typeOfArn } from './resource-types.ts';
export { noSuchResource, tagAction } from './tag-calls.ts';
export { findTagsProblem, findTagTextProblem, isReserved } from './tag-rules.ts';
