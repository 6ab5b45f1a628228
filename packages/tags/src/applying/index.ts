export { readTags, type TagReaders } from './read-tags.ts';
export { createTagExecutor, type TagExecutorDeps } from './tag-executor.ts';
