export {
  enabledIn,
  type KnownRegions,
  knownRegions,
  planRegions,
  type RegionChoice,
  type RegionDeps,
  type RegionPlan,
  type RegionScope,
  type Target,
  type UnaskedRegion,
} from './plan-regions.ts';
export {
  failureOf,
  isFatal,
  notEnabled,
  type RegionFailure,
  type RegionStatus,
  withoutOptions,
} from './region-failure.ts';
