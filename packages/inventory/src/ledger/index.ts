export type { LedgerDeps } from './change.ts';
export type { Claim, LedgerTimes } from './decide-claim.ts';
export type { LedgerEntry, ObjectCheckpoint } from './entry.ts';
export type { LoadLease } from './lease.ts';
export { type ClaimResult, createLedger, defaultLedgerTimes, type Ledger } from './ledger.ts';
export { findLoad, listLoads, type RecentLoads } from './list-loads.ts';
export { compareSequencers, sequencerOfTime } from './sequencer.ts';
export { createLedgerStore, type LedgerStore, type ReplaceOutcome } from './store.ts';
