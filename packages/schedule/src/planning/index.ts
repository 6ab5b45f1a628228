export {
  decideResources,
  nothingRemembered,
  type Remembered,
  type ResourceDecision,
} from './decide-resources.ts';
export { describeDecision } from './describe-decision.ts';
export { type KnownChanges, lookUpChanges } from './look-up-changes.ts';
export { planSchedule, SCHEDULE_PLAN, SIZES, STATE } from './plan-schedule.ts';
export { readStep, type Step, stepText } from './steps.ts';
