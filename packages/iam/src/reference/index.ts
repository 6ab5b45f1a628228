export { type FormatValues, fillFormat, hasFormat, placeholdersOf, readFormat } from './arn-format.ts';
export { authorizedArn, findCallProblem } from './check-call.ts';
export { findPolicyProblems } from './check-policy.ts';
export { listedActions } from './listed-actions.ts';
export {
  type ActionFacts,
  type AuthorizationTable,
  authorizationTable,
  factsOf,
  formatsOf,
} from './table.ts';
