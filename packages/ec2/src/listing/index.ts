export type { FleetDeps, FleetScope } from './deps.ts';
export type { RegionHint } from './find-elsewhere.ts';
export {
  type ListInstancesDeps,
  type ListInstancesInput,
  type Listing,
  type ListOutcome,
  type ListProgress,
  listInstances,
} from './list-instances.ts';
export type { RegionOutcome } from './region-outcome.ts';
