export {
  activeOverride,
  type DecisionReason,
  decide,
  type Decision,
  type ModedInterval,
  nextAttemptMs,
  type Override,
  remember,
} from './decide.ts';
export type { ActionKind, Failure, Memory, Observed } from './memory.ts';
export { isStartedByService, settle } from './settle.ts';
