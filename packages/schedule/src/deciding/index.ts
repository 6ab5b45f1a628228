export {
  type ActionKind,
  activeOverride,
  type Because,
  decide,
  type Decision,
  type Failure,
  type Memory,
  type ModedInterval,
  nextAttemptMs,
  type Observed,
  type Override,
  remember,
} from './decide.ts';
