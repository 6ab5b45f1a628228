import { GroundcrewError } from '@groundcrew/errors';

/** An error with `details.permission`, the IAM action that its call needs. */
export function withPermission(permission: string, error: GroundcrewError): GroundcrewError {
  const { code, message, fault, cause, details } = error;
  return new GroundcrewError(code, message, { fault, cause, details: { ...details, permission } });
}
