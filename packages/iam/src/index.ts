export type { ConditionContext } from './context.ts';
export { denialReason } from './denial.ts';
export {
  type AccessRequest,
  type DecidingStatement,
  type Decision,
  evaluate,
  type PolicySet,
} from './evaluate.ts';
export type { Condition, NamedPolicy, Operator, Patterns, Policy, Statement } from './policy.ts';
export { readPolicy, readPolicyDocument } from './read-policy.ts';
