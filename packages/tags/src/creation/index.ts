export { type CreatedResource, creationCalls } from './created-resources.ts';
export { type CreationTagRules, decideCreationTags } from './decide-creation-tags.ts';
export { type Creation, type Ignored, readCreation } from './read-creation.ts';
export { creationError, type TagCreationDeps, type TaggedCreation, tagCreation } from './tag-creation.ts';
