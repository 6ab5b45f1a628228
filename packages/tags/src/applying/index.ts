export { readTags, type TagReaders } from './read-tags.ts';
export { createTagExecutor, type TagExecutorDeps } from './tag-executor.ts';
export { createTagWriter } from './tag-writer.ts';
