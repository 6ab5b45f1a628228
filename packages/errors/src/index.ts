export {
  type ErrorOptions,
  type Fault,
  GroundcrewError,
  isGroundcrewError,
  messageOf,
} from './groundcrew-error.ts';
export { didYouMean, distanceOf, nearestNames } from './nearest-names.ts';
