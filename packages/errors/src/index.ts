export {
  type CodesOf,
  type DeclaredErrors,
  declareErrors,
  type ErrorCode,
  type ErrorDeclaration,
} from './declare-errors.ts';
export {
  type ErrorOptions,
  type Fault,
  GroundcrewError,
  isGroundcrewError,
  messageOf,
  toError,
} from './groundcrew-error.ts';
export { didYouMean, distanceOf, nearestNames } from './nearest-names.ts';
