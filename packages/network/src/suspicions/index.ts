export { findSuspicions, type Suspicion, type SuspicionKind } from './find-suspicions.ts';
