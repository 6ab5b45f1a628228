export { createResourceGroupsClient, createTaggingClient } from './clients.ts';
export {
  createTaggingLimiters,
  type TaggingBucket,
  type TaggingLimiter,
  type TaggingLimiterSettings,
  taggingBuckets,
} from './limiters.ts';
export {
  createResourceGroups,
  type ResourceGroup,
  type ResourceGroupDetails,
  type ResourceGroups,
  type TagGroupInput,
  type TagQuery,
} from './resource-groups.ts';
export { canonicalArn, type ResourceName, resourceNameOf } from './resource-types.ts';
export {
  checkTagKey,
  checkTagValue,
  isReservedKey,
  isTaggedByApi,
  MAX_KEY_LENGTH,
  MAX_TAGS,
  MAX_VALUE_LENGTH,
} from './tag-rules.ts';
export {
  createTagging,
  type GetResourcesQuery,
  MAX_ARNS_PER_CHANGE,
  type ResourceTags,
  type Tagging,
  type TaggingFailure,
  type TaggingSettings,
} from './tagging.ts';
