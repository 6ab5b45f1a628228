export {
  attributesOf,
  type DbClusterAttributes,
  dbClusterAttributes,
  type DbInstanceAttributes,
  dbInstanceAttributes,
  type GroupAttributes,
  groupAttributes,
  type InstanceAttributes,
  instanceAttributes,
  type ResourceAttributes,
  resourceAttributes,
} from './attributes.ts';
export {
  ALL,
  countListed,
  type Coverage,
  type CoverageStatus,
  createCoverageIndex,
  gapReasons,
  gapsIn,
  isNothingListed,
  type Known,
  OTHER_TYPES,
} from './coverage.ts';
export { type Difference, type DifferenceKind, diffSnapshots, type FieldChange } from './diff-snapshots.ts';
export { findResources, type FoundResources, type MatchedBy } from './find-resources.ts';
export { openSnapshot, type ReadSnapshotOptions, type SnapshotReader } from './read-snapshot.ts';
export {
  type Attributes,
  type AttributeValue,
  byAccountRegionType,
  byPlace,
  type LinkName,
  linkedArns,
  linkedIds,
  type Links,
  nameOf,
  type Relation,
  relations,
  type Resource,
  type Tags,
} from './resource.ts';
export { createResourceGraph, type LinkTarget, type ResourceGraph, type TreeNode } from './resource-tree.ts';
export type { SnapshotAnswer } from './snapshot-answer.ts';
export { SNAPSHOT_FORMAT, type SnapshotHeader } from './snapshot-header.ts';
export { createTextPool, type TextPool } from './text-pool.ts';
export { answerLines, resourceLine, snapshotText } from './write-snapshot.ts';
