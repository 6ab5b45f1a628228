export { collectTags } from './collect-tags.ts';
export { accountSnapshotOf, tagSnapshotOf } from './tag-snapshot-of.ts';
