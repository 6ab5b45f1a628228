export type { ListedResource } from './described.ts';
export { createDirectory, type Directory, type Place, type TagChange } from './directory.ts';
export { accessDenied } from './refusals.ts';
export { type AccountRegion, arnOf, serviceOfArn, typeOfArn } from './resource-types.ts';
export { isTaggableService, noSuchResource, tagAction } from './tag-calls.ts';
export { flawOfText, isReserved } from './tag-rules.ts';
