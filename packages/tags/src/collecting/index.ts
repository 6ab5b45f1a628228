export { collectTags } from './collect-tags.ts';
export { tagSnapshotOf, toTagCoverage, toTaggedResource } from './tag-snapshot-of.ts';
