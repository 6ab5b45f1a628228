export { createSnapshotFleet, notInSnapshots, type SnapshotFleet } from './snapshot-fleet.ts';
