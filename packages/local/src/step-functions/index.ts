export { deployStateMachines } from './deploy-machines.ts';
export { createStepFunctions, type StepFunctions } from './step-functions.ts';
