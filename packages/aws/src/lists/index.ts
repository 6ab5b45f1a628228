export { createListLimiters, type ListLimiter } from './limiters.ts';
export type { FoundResource } from './list-call.ts';
export {
  isGlobalType,
  isListedTypeName,
  type ListedTypeName,
  listedTypeNames,
  listPermissions,
  listTypes,
} from './list-types.ts';
export { createLister, type Lister, type ListerSettings } from './lister.ts';
