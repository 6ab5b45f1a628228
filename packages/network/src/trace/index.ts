export { type Edit, withEdits } from './edits.ts';
export { type End, findEnd } from './ends.ts';
export {
  type Failure,
  failuresOf,
  isLost,
  survive,
  type Survival,
  type SurvivedPath,
  without,
} from './failures.ts';
export { type TracedHealthCheck, traceHealthChecks } from './health.ts';
export { type CheckedPath, checkPath, type Holds, overall, type Path, readPath } from './paths.ts';
export { pathsOfFile } from './file-paths.ts';
export { pathsOfVpc } from './vpc-paths.ts';
export { internetNotes } from './internet-notes.ts';
export { readQuestion, readTarget } from './read-question.ts';
export type { OpenedPath } from './also-opened.ts';
export { type Change, smallestChange } from './smallest-change.ts';
export type { Explanation } from './explanations.ts';
export type { Question } from './question.ts';
export { trace, type TraceResult, type Verdict } from './trace.ts';
export type { Hop, Reason } from './walk-types.ts';
export { type AllPairs, traceAllPairs } from './all-pairs.ts';
