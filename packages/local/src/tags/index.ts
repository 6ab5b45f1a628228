export { tagKeysIn } from './tag-keys.ts';
export {
  createTagStore,
  type OriginalTags,
  TAG_HISTORY_MS,
  type TaggableResource,
  type TaggableResources,
  type TagRead,
  type TagSource,
  type TagStore,
  type Tags,
} from './tag-store.ts';
