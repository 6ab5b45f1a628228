export type { RegionChoice, RegionStatus } from '@groundcrew/aws-ec2';
export { type ColumnsInput, chooseColumns, parseSort, type SortKey } from './choose-columns.ts';
export type {
  InstanceFacts,
  InstanceState,
  Lifecycle,
  MaintenanceEvent,
  Notices,
  Rebalance,
  SecurityGroup,
  SpotAction,
} from './instance.ts';
export { instanceColumns, instanceRow } from './instance-report.ts';
export {
  type Capability,
  type Category,
  compareSizes,
  type DescribedType,
  describeTypes,
  familyOf,
  figureColumns,
  formatInstanceType,
  type InstanceFamily,
  type InstanceType,
  type Neighbours,
  nearestTypes,
  neighboursOf,
  type Processor,
  parseInstanceType,
  tryParseInstanceType,
  typeColumns,
  typeRow,
} from './instance-type/index.ts';
export {
  type FleetDeps,
  type FleetScope,
  type ListInstancesDeps,
  type ListInstancesInput,
  type Listing,
  type ListOutcome,
  type ListProgress,
  listInstances,
  type RegionHint,
  type RegionOutcome,
} from './listing/index.ts';
export {
  type LookupAnswer,
  type LookupDeps,
  type LookupKind,
  type LookupQuestion,
  lookupInstances,
  lookupKinds,
  parseLookupKind,
  parseLookupQuestion,
  parseLookupText,
} from './lookup/index.ts';
export {
  type MetadataPath,
  type MetadataValue,
  metadataNotes,
  type NoticeKind,
  noticeKinds,
  parseMetadataPath,
  readIdentity,
  readMetadata,
  readMetadataPath,
  readSignedIdentity,
  type SignedIdentity,
} from './metadata/index.ts';
export {
  parseSelection,
  type Selection,
  type SelectionQuery,
  type SelectionTexts,
  selectionToFilters,
  type TagCondition,
} from './selection/index.ts';
export { sortInstances } from './sort-instances.ts';
export { type FoundIn, toInstanceFacts } from './to-instance-facts.ts';
export {
  decideNotices,
  type Notice,
  type NoticeDocument,
  noticeDocument,
  noticeEnvironment,
  noticeSentence,
  type WatchedInstance,
  watchNotices,
} from './watch/index.ts';
