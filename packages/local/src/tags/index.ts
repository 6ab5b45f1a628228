export {
  createTagStore,
  type OriginalTags,
  type TaggableResource,
  type TaggableResources,
  type TagRead,
  type TagSource,
  type TagStore,
  type Tags,
  tagHistoryMs,
} from './tag-store.ts';
