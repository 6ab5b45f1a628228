export type { FleetDeps, FleetScope, RegionChoice } from './deps.ts';
export type { RegionHint } from './find-elsewhere.ts';
export {
  type ListInstancesDeps,
  type ListInstancesInput,
  type Listing,
  type ListOutcome,
  type ListProgress,
  listInstances,
} from './list-instances.ts';
export type { RegionOutcome, RegionStatus } from './region-outcome.ts';
