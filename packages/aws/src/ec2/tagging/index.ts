export { type Ec2ArnParts, ec2Arn, parseEc2Arn } from './arn.ts';
export { MAX_IDS_PER_TAG_CALL } from './check-tags.ts';
export type { TaggableQuery } from './describe-taggable.ts';
export { createEc2Tagging, type Ec2Tagging } from './ec2-tagging.ts';
export { isTaggableKind, type TaggableKind, taggableKinds } from './kinds.ts';
export type { TaggableParent, TaggableResource, UsedAs } from './taggable-resource.ts';
