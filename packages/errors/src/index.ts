export {
  type ErrorOptions,
  type Fault,
  GroundcrewError,
  isGroundcrewError,
  messageOf,
} from './groundcrew-error.ts';
